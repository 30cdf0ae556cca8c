using System.Text.Json;
using System.Text.Unicode;

namespace SparkReco.Ingest;

/// <summary>Reads one line of JSON Lines into a source row. Whatever is wrong with the line becomes the row's problem.</summary>
internal sealed class JsonRowParser(JsonColumns columns)
{
    public const int MaxDepth = 64;

    private static readonly JsonReaderOptions _options = new() { MaxDepth = MaxDepth };

    private readonly JsonValues _values = new(columns.Root, columns.IsId);

    /// <summary>Reads the bytes of a line. A cut line is the last of its file and has no line break.</summary>
    public void Parse(byte[] buffer, int start, int length, bool isCut, SourceRow row)
    {
        row.Begin(buffer);
        ReadOnlySpan<byte> line = buffer.AsSpan(start, length);
        columns.SetPathColumns(row);
        _values.Begin(buffer, start, Utf8.IsValid(line), columns.HashesRest);
        var reader = new Utf8JsonReader(line, isFinalBlock: false, new JsonReaderState(_options));
        try
        {
            if (ReadLine(ref reader, line, row, out var problem))
                return;

            row.FailWhole(problem ?? (isCut ? "cut line: the file ends inside the object" : "the object does not end on its line"));
        }
        catch (JsonException error)
        {
            var copy = JsonNaN.StartsAt(line, error) ? line.ToArray() : [];
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
        if (problem is not null || !reader.Read() || !_values.ReadObject(ref reader, columns.Root, isTop: true, row))
            return false;

        var rest = line[(int)reader.BytesConsumed..];
        var next = rest.IndexOfAnyExcept(" \t\r"u8);
        problem =
            next < 0 ? null
            : rest[next] == (byte)'{' ? "more than one object on the line"
            : "text after the object";
        return problem is null;
    }
}
