using System.Text.Json;
using System.Text.Unicode;

namespace SparkReco.Ingest;

/// <summary>Reads one line of JSON Lines into a source row. Whatever is wrong with the line becomes the row's problem.</summary>
internal sealed class JsonRowParser(JsonColumns columns)
{
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions _options = new() { MaxDepth = MaxDepth };

    private readonly JsonNameMemory _memory = new(columns.Root);
    private readonly ByteBuilder _list = new();
    private byte[] _buffer = [];
    private int _offset;
    private bool _isUtf8;
    private bool _hashesRest;

    /// <summary>Reads the bytes of a line. A cut line is the last of its file and has no line break.</summary>
    public void Parse(byte[] buffer, int start, int length, bool isCut, SourceRow row)
    {
        row.Begin(buffer);
        ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
        columns.SetPathColumns(row);
        _buffer = buffer;
        _offset = start;
        _isUtf8 = Utf8.IsValid(line);
        _hashesRest = columns.HashesRest;
        var reader = new Utf8JsonReader(line, isFinalBlock: false, new JsonReaderState(_options));
        try
        {
            if (ReadLine(ref reader, line, row, out var problem))
                return;

            row.FailWhole(problem ?? (isCut ? "cut line: the file ends inside the object" : "the object does not end on its line"));
        }
        catch (JsonException error)
        {
            var copy = JsonNaN.StartsAt(line, error.BytePositionInLine) ? line.ToArray() : [];
            if (JsonNaN.Replace(copy))
            {
                Parse(copy, 0, copy.Length, isCut, row);
                return;
            }

            row.FailWhole(JsonProblem.Describe(line, error, reader.CurrentDepth));
        }
    }

    /// <summary>False when the line is not exactly one whole object.</summary>
    private bool ReadLine(ref Utf8JsonReader reader, ReadOnlySpan<byte> line, SourceRow row, out string? problem)
    {
        var first = line.IndexOfAnyExcept(" \t\r"u8);
        problem = line[first] == (byte)'{' ? null : JsonProblem.NotAnObject(line[first..]);
        if (problem is not null || !reader.Read() || !ReadObject(ref reader, columns.Root, isTop: true, row))
            return false;

        var rest = line[(int)reader.BytesConsumed..];
        var next = rest.IndexOfAnyExcept(" \t\r"u8);
        problem =
            next < 0 ? null
            : rest[next] == (byte)'{' ? "more than one object on the line"
            : "text after the object";
        return problem is null;
    }

    /// <summary>Reads up to the end of the object that was just opened. False when the bytes end before it.</summary>
    private bool ReadObject(ref Utf8JsonReader reader, JsonNode node, bool isTop, SourceRow row)
    {
        for (var place = 0; reader.Read(); place++)
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;

            var property = Find(ref reader, node, isTop ? place : -1, row, out var name);
            if (!reader.Read())
                return false;

            var isWhole =
                property is not null && (property.Slot >= 0 || reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                    ? ReadValue(ref reader, property, row)
                : _hashesRest ? ReadRest(ref reader, name, row)
                : reader.TrySkip();
            if (!isWhole)
                return false;
        }

        return false;
    }

    private JsonProperty? Find(ref Utf8JsonReader reader, JsonNode node, int place, SourceRow row, out ulong hash)
    {
        var name = reader.ValueSpan;
        if (reader.ValueIsEscaped)
        {
            var unescaped = row.Scratch(name.Length);
            name = TryUnescape(ref reader, unescaped, out var length) ? unescaped[..length] : name;
            place = -1;
        }

        if (place >= 0)
            return _memory.Find(place, name, out hash);

        hash = _hashesRest ? node.HashOf(name) : 0;
        return node.Find(name);
    }

    private bool ReadValue(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        if (property.Child is not null && reader.TokenType == JsonTokenType.StartObject)
            return ReadObject(ref reader, property.Child, isTop: false, row);

        if (property.Child is not null && reader.TokenType == JsonTokenType.StartArray && property.Slot < 0)
            return ReadObjects(ref reader, property.Child, row);

        if (row.IsSet(property.Slot))
            row.Flaw(property.Slot, $"duplicate key {property.Column}");

        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                SetString(ref reader, property, row);
                break;
            case JsonTokenType.Number:
                SetNumber(ref reader, property, row);
                break;
            case JsonTokenType.True:
                row.SetCopy(property.Slot, "true"u8);
                break;
            case JsonTokenType.False:
                row.SetCopy(property.Slot, "false"u8);
                break;
            case JsonTokenType.Null:
                row.SetNull(property.Slot);
                break;
            case JsonTokenType.StartArray:
                if (!ReadArray(ref reader, property, row))
                    return false;

                break;
            default:
                row.Flaw(property.Slot, $"{property.Column} is an object");
                row.SetNull(property.Slot);
                return reader.TrySkip();
        }

        _hashesRest = _hashesRest && !columns.IsId(property.Slot, row);
        return true;
    }

    /// <summary>Reads the values of an array up to its end, with a NUL between them; a null among them is an empty one.</summary>
    private bool ReadArray(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        _list.Clear();
        for (var count = 0; reader.Read(); count++)
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                row.SetNull(property.Slot);
                if (count > 0)
                    row.SetList(property.Slot, _list.Span);

                return true;
            }

            _list.Append(count == 0 ? [] : [0]);
            if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            {
                row.Flaw(property.Slot, $"{property.Column} is an array of {(reader.TokenType == JsonTokenType.StartArray ? "arrays" : "objects")}");
                if (!reader.TrySkip())
                    return false;
            }
            else
            {
                ReadElement(ref reader, property, row);
            }
        }

        return false;
    }

    private void ReadElement(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        row.SetNull(property.Slot);
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                SetString(ref reader, property, row);
                break;
            case JsonTokenType.Number:
                SetNumber(ref reader, property, row);
                break;
            case JsonTokenType.True:
                row.SetCopy(property.Slot, "true"u8);
                break;
            case JsonTokenType.False:
                row.SetCopy(property.Slot, "false"u8);
                break;
            default:
                return;
        }

        if (row.HasValue(property.Slot))
            _list.Append(row.Value(property.Slot));
    }

    /// <summary>
    /// Reads the objects of an array up to its end. A property of theirs is a list with as many elements as there are objects: the n-th elements of
    /// several properties are those of one object.
    /// </summary>
    private bool ReadObjects(ref Utf8JsonReader reader, JsonNode node, SourceRow row)
    {
        var properties = node.Leaves();
        var lists = properties.Select(_ => new ByteBuilder()).ToArray();
        for (var count = 0; reader.Read(); count++)
        {
            if (reader.TokenType == JsonTokenType.EndArray)
            {
                for (var i = 0; i < lists.Length && count > 0; i++)
                    row.SetList(properties[i].Slot, lists[i].Span);

                return true;
            }

            var isWhole = reader.TokenType == JsonTokenType.StartObject ? ReadObject(ref reader, node, isTop: false, row) : reader.TrySkip();
            if (!isWhole)
                return false;

            for (var i = 0; i < lists.Length; i++)
            {
                var slot = properties[i].Slot;
                lists[i].Append(count == 0 ? [] : [0]);
                if (row.HasValue(slot) && row.IsList(slot))
                    row.Flaw(slot, $"{properties[i].Column} is an array of arrays");
                else if (row.HasValue(slot))
                    lists[i].Append(row.Value(slot));

                row.Unset(slot);
            }
        }

        return false;
    }

    /// <summary>Reads a value that fills no field, into what tells the row from others; a null is as good as no property.</summary>
    private bool ReadRest(ref Utf8JsonReader reader, ulong name, SourceRow row)
    {
        var start = (int)reader.TokenStartIndex;
        var type = reader.TokenType;
        if (!reader.TrySkip())
            return false;

        if (type == JsonTokenType.String)
        {
            var unescaped = reader.ValueIsEscaped && _isUtf8 ? row.Scratch(reader.ValueSpan.Length) : [];
            row.AddRest(name, !unescaped.IsEmpty && TryUnescape(ref reader, unescaped, out var length) ? unescaped[..length] : reader.ValueSpan);
        }
        else if (type != JsonTokenType.Null)
        {
            row.AddRest(name, _buffer.AsSpan(_offset + start, (int)reader.BytesConsumed - start));
        }

        return true;
    }

    private void SetString(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        var value = reader.ValueSpan;
        if (!_isUtf8 && !Utf8.IsValid(value))
        {
            row.Flaw(property.Slot, $"invalid UTF-8 in {property.Column}");
            row.SetNull(property.Slot);
            return;
        }

        if (!reader.ValueIsEscaped)
        {
            row.SetText(property.Slot, _offset + (int)reader.TokenStartIndex + 1, value.Length);
            return;
        }

        var unescaped = row.Scratch(value.Length);
        if (!TryUnescape(ref reader, unescaped, out var length))
        {
            row.Flaw(property.Slot, $"lone surrogate escape in {property.Column}");
        }
        else if (unescaped[..length].Contains((byte)0))
        {
            row.Flaw(property.Slot, $"\\u0000 in {property.Column}");
        }

        row.SetScratch(property.Slot, length);
    }

    private void SetNumber(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        var value = reader.ValueSpan;
        if (value[0] != (byte)'-' && value.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            row.SetText(property.Slot, _offset + (int)reader.TokenStartIndex, value.Length);
            return;
        }

        if (!NumberText.TryWrite(value, row.Scratch(NumberText.MaxLength(value.Length)), out var length))
            row.Flaw(property.Slot, $"number out of range in {property.Column}");

        row.SetScratch(property.Slot, length);
    }

    private static bool TryUnescape(ref Utf8JsonReader reader, Span<byte> target, out int length)
    {
        try
        {
            length = reader.CopyString(target);
            return true;
        }
        catch (InvalidOperationException)
        {
            length = 0;
            return false;
        }
    }
}
