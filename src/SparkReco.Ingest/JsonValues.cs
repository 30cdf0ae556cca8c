using System.Buffers;
using System.Text.Json;
using System.Text.Unicode;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest;

/// <summary>
/// Puts what fields need of an object of JSON into a source row: the properties of a tree, at any depth, in arrays, and in texts that are JSON themselves.
/// </summary>
/// <param name="root">The tree of the objects that lines hold.</param>
/// <param name="isId">Whether a slot holds what tells the row from all others, so that no other value counts.</param>
internal sealed class JsonValues(JsonNode root, Func<int, SourceRow, bool> isId)
{
    private static readonly JsonReaderOptions _options = new() { MaxDepth = JsonRowParser.MaxDepth };

    private readonly JsonNameMemory _memory = new(root);
    private readonly ByteBuilder _list = new();
    private byte[] _buffer = [];
    private int _offset;
    private bool _isUtf8;
    private bool _hashesRest;

    // In a text within a value, which goes before the row does.
    private bool _isInText;

    /// <summary>Begins with the bytes that values are read from.</summary>
    public void Begin(byte[] buffer, int offset, bool isUtf8, bool hashesRest)
    {
        (_buffer, _offset, _isUtf8, _hashesRest) = (buffer, offset, isUtf8, hashesRest);
        _isInText = false;
    }

    /// <summary>Reads what paths lead to in a text that is JSON. Another text has nothing of it.</summary>
    public void ReadText(ReadOnlySpan<byte> text, JsonProperty property, SourceRow row)
    {
        var copy = ArrayPool<byte>.Shared.Rent(text.Length);
        text.CopyTo(copy);
        ReadText(copy, text.Length, property, row);
        ArrayPool<byte>.Shared.Return(copy);
    }

    /// <summary>Reads up to the end of the object that was just opened. False when the bytes end before it.</summary>
    public bool ReadObject(ref Utf8JsonReader reader, JsonNode node, bool isTop, SourceRow row)
    {
        for (var place = 0; reader.Read(); place++)
        {
            if (reader.TokenType == JsonTokenType.EndObject)
                return true;

            var property = Find(ref reader, node, isTop ? place : -1, row, out var name);
            if (!reader.Read())
                return false;

            var isWhole =
                property is not null && (property.Slot >= 0 || property.IsParent) ? ReadValue(ref reader, property, name, row)
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

    private bool ReadValue(ref Utf8JsonReader reader, JsonProperty property, ulong name, SourceRow row)
    {
        if (property.Child is not null && reader.TokenType == JsonTokenType.StartObject)
            return ReadObject(ref reader, property.Child, isTop: false, row);

        if (property is { Child: not null, Slot: < 0, Selections.Count: 0 } && reader.TokenType == JsonTokenType.StartArray)
            return ReadObjects(ref reader, property.Child, row);

        if (property.IsParent && !ReadApart(reader, property, row))
            return false;

        if (property.Slot < 0)
            return _hashesRest ? ReadRest(ref reader, name, row) : reader.TrySkip();

        if (row.IsSet(property.Slot))
            row.Flaw(property.Slot, $"duplicate key {property.Column}");

        switch (reader.TokenType)
        {
            case JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False:
                SetScalar(ref reader, property, row);
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

        _hashesRest = _hashesRest && !isId(property.Slot, row);
        return true;
    }

    /// <summary>Reads what paths lead to in an array or a text, while the reader stays where it is. As a whole it counts for what the row is.</summary>
    private bool ReadApart(Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        var hashesRest = _hashesRest;
        _hashesRest = false;
        var isWhole = true;
        if (reader.TokenType == JsonTokenType.String)
        {
            ReadText(ref reader, property, row);
        }
        else if (reader.TokenType == JsonTokenType.StartArray)
        {
            var array = reader;
            isWhole =
                ReadSelections(ref array, property.Selections, row)
                && (property.Child is null || property.Slot >= 0 || ReadObjects(ref reader, property.Child, row));
        }

        _hashesRest = hashesRest;
        return isWhole;
    }

    private void ReadText(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        var text = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        if (TryUnescape(ref reader, text, out var length))
            ReadText(text, length, property, row);
        else
            Flaw(property, "is not valid text", row);

        ArrayPool<byte>.Shared.Return(text);
    }

    private void ReadText(byte[] text, int length, JsonProperty property, SourceRow row)
    {
        if (Characters.Trim(text.AsSpan(0, length)) is not [(byte)'{' or (byte)'[', ..])
            return;

        var outer = (_buffer, _offset, _isUtf8, _hashesRest, _isInText);
        (_buffer, _offset, _isUtf8, _hashesRest, _isInText) = (text, 0, Utf8.IsValid(text.AsSpan(0, length)), false, true);
        try
        {
            ReadWhole(text.AsSpan(0, length), property, row);
        }
        catch (JsonException error)
        {
            var isNaN = JsonNaN.StartsAt(text.AsSpan(0, length), error) && JsonNaN.Replace(text.AsSpan(0, length));
            foreach (var leaf in property.Leaves())
                row.Unset(leaf.Slot);

            if (isNaN)
                ReadText(text, length, property, row);
            else
                Flaw(property, "is not JSON", row);
        }

        (_buffer, _offset, _isUtf8, _hashesRest, _isInText) = outer;
    }

    private void ReadWhole(ReadOnlySpan<byte> text, JsonProperty property, SourceRow row)
    {
        var reader = new Utf8JsonReader(text, _options);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject && property.Child is not null)
        {
            ReadObject(ref reader, property.Child, isTop: false, row);
        }
        else
        {
            if (reader.TokenType == JsonTokenType.StartArray)
                ReadApart(reader, property, row);
            reader.TrySkip();
        }

        // Throws where anything stands behind the value.
        reader.Read();
    }

    private static void Flaw(JsonProperty property, string flaw, SourceRow row)
    {
        foreach (var leaf in property.Leaves())
            row.Flaw(leaf.Slot, $"{property.Column} {flaw}");
    }

    /// <summary>Reads of an array what is needed of the first object that each selection finds.</summary>
    private bool ReadSelections(ref Utf8JsonReader reader, List<JsonSelection> selections, SourceRow row)
    {
        Span<bool> isFound = stackalloc bool[selections.Count];
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.EndArray)
                return true;

            for (var i = 0; i < selections.Count && reader.TokenType == JsonTokenType.StartObject; i++)
            {
                if (isFound[i] || !Finds(selections[i], reader))
                    continue;

                isFound[i] = true;
                var found = reader;
                if (!ReadObject(ref found, selections[i].Node, isTop: false, row))
                    return false;
            }

            if (!reader.TrySkip())
                return false;
        }

        return false;
    }

    private static bool Finds(JsonSelection selection, Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = TextEquals(ref reader, selection.Key);
            if (!reader.Read())
                return false;

            if (isKey)
                return reader.TokenType == JsonTokenType.String
                    ? TextEquals(ref reader, selection.Value)
                    : reader.TokenType is JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False
                        && reader.ValueSpan.SequenceEqual(selection.Value);

            if (!reader.TrySkip())
                return false;
        }

        return false;
    }

    private static bool TextEquals(ref Utf8JsonReader reader, byte[] text)
    {
        try
        {
            return reader.ValueTextEquals(text);
        }
        catch (InvalidOperationException)
        {
            // Half a character is in no name.
            return false;
        }
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
                    SetList(row, property.Slot, _list.Span);

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
        if (reader.TokenType == JsonTokenType.Null)
            return;

        SetScalar(ref reader, property, row);
        if (row.HasValue(property.Slot))
            _list.Append(row.Value(property.Slot));
    }

    private void SetScalar(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        if (reader.TokenType == JsonTokenType.String)
            SetString(ref reader, property, row);
        else if (reader.TokenType == JsonTokenType.Number)
            SetNumber(ref reader, property, row);
        else
            SetCopy(row, property.Slot, reader.TokenType == JsonTokenType.True ? "true"u8 : "false"u8);
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
                    SetList(row, properties[i].Slot, lists[i].Span);

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

        if (!reader.ValueIsEscaped && _isInText)
        {
            row.SetKept(property.Slot, value);
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

        SetScratch(row, property.Slot, unescaped[..length]);
    }

    private void SetNumber(ref Utf8JsonReader reader, JsonProperty property, SourceRow row)
    {
        var value = reader.ValueSpan;
        if (value[0] != (byte)'-' && value.IndexOfAny((byte)'.', (byte)'e', (byte)'E') < 0)
        {
            if (_isInText)
                row.SetKept(property.Slot, value);
            else
                row.SetText(property.Slot, _offset + (int)reader.TokenStartIndex, value.Length);
            return;
        }

        var number = row.Scratch(NumberText.MaxLength(value.Length));
        if (!NumberText.TryWrite(value, number, out var length))
            row.Flaw(property.Slot, $"number out of range in {property.Column}");

        SetScratch(row, property.Slot, number[..length]);
    }

    private void SetCopy(SourceRow row, int slot, ReadOnlySpan<byte> value)
    {
        if (_isInText)
            row.SetKept(slot, value);
        else
            row.SetCopy(slot, value);
    }

    /// <summary>Sets what stands at the front of the row's scratch.</summary>
    private void SetScratch(SourceRow row, int slot, ReadOnlySpan<byte> value)
    {
        if (_isInText)
            row.SetKept(slot, value);
        else
            row.SetScratch(slot, value.Length);
    }

    private void SetList(SourceRow row, int slot, ReadOnlySpan<byte> elements)
    {
        if (_isInText)
            row.SetKept(slot, elements, isList: true);
        else
            row.SetList(slot, elements);
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
