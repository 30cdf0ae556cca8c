namespace SparkReco.Ingest;

/// <summary>Reads JSON Lines: one object on each line, in UTF-8. Blank lines are skipped and not counted.</summary>
internal sealed class JsonLinesReader(JsonColumns columns, SourceSettings settings)
{
    private readonly JsonRowParser _parser = new(columns);
    private readonly DynamoDbItem? _item = settings.Format == SourceFormat.DynamoDb ? new() : null;
    private readonly SourceRow _row = columns.CreateRow();

    /// <summary>Reads a stream that begins at a line's start, after the given number of lines of its file.</summary>
    public void Read(Stream stream, long linesBefore, RowMapper mapper)
    {
        using var lines = new LineReader(stream, linesBefore, settings.MaxLineBytes);
        while (lines.Read())
        {
            if (lines.IsTooLong)
            {
                mapper.WriteProblem(lines.Number, $"line longer than {settings.MaxLineBytes} bytes", lines.Line);
                continue;
            }

            if (lines.Line.IndexOfAnyExcept(" \t\r"u8) < 0)
                continue;

            if (_item?.TryUnwrap(lines.Line) == true)
                _parser.Parse(_item.Buffer, 0, _item.Length, isCut: false, _row);
            else
                _parser.Parse(lines.Buffer, lines.Start, lines.Length, lines.IsCut, _row);

            mapper.Write(_row, lines.Number, lines.Line);
        }
    }
}
