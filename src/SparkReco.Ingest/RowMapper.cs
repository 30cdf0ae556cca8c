namespace SparkReco.Ingest;

/// <summary>Turns source rows into typed rows by the field plans, and counts them. One per thread and file.</summary>
internal sealed class RowMapper(FieldPlan[] plans, IRawWriter writer)
{
    private readonly TypedField[] _fields = [.. plans.Select(plan => new TypedField(plan))];
    private ulong _hash;

    public long Rows { get; private set; }

    public long ProblemRows { get; private set; }

    public void Write(SourceRow row, long line, ReadOnlySpan<byte> raw)
    {
        if (Map(row) is { } problem)
        {
            WriteProblem(line, problem, raw);
        }
        else
        {
            End(line);
        }
    }

    /// <summary>Sets the fields of a row, up to the first that is a problem; it is returned.</summary>
    public string? Map(SourceRow row)
    {
        if (row.Problem is not null)
        {
            return row.Problem;
        }

        _hash = 0;
        for (int i = 0; i < _fields.Length; i++)
        {
            TypedField field = _fields[i];
            field.Read(row);
            if (field.Problem is not null)
            {
                return field.Problem;
            }

            Set(i, field);
        }

        return null;
    }

    public void End(long line)
    {
        writer.EndRow(line, (long)(_hash >> 1));
        Rows++;
    }

    public void WriteProblem(long line, string problem, ReadOnlySpan<byte> raw)
    {
        writer.EndProblem(line, problem, RawText.Clip(raw));
        Rows++;
        ProblemRows++;
    }

    private void Set(int index, TypedField field)
    {
        // The row's identity is its first field, or all of them where that is null.
        if (index == 0 || !_fields[0].HasValue)
        {
            _hash = RowHash.Add(_hash, field.Hash);
        }

        if (field.HasValue && field.IsText)
        {
            writer.Set(index, field.Text);
        }
        else if (field.HasValue)
        {
            writer.Set(index, field.Number);
        }
    }
}
