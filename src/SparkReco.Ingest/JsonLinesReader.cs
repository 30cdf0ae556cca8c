namespace SparkReco.Ingest;

/// <summary>Reads JSON Lines: one object on each line, in UTF-8. Blank lines are skipped and not counted.</summary>
internal sealed class JsonLinesReader(JsonColumns columns, int maxLineBytes)
{
    private readonly JsonRowParser _parser = new(columns);
    private readonly SourceRow _row = columns.CreateRow();

    /// <summary>Reads a stream that begins at a line's start, after the given number of lines of its file.</summary>
    public void Read(Stream stream, long linesBefore, RowMapper mapper)
    {
        using var lines = new LineReader(stream, linesBefore, maxLineBytes);
        while (lines.Read())
        {
            if (lines.IsTooLong)
            {
                mapper.WriteProblem(lines.Number, $"line longer than {maxLineBytes} bytes", lines.Line);
                continue;
            }

            if (lines.Line.IndexOfAnyExcept(" \t\r"u8) < 0)
                continue;

            _parser.Parse(lines.Buffer, lines.Start, lines.Length, lines.IsCut, _row);
            mapper.Write(_row, lines.Number, lines.Line);
        }
    }
}
