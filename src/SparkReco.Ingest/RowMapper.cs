namespace SparkReco.Ingest;

/// <summary>Turns source rows into typed rows by the field plans, and counts them. One per thread and file.</summary>
internal sealed class RowMapper(FieldPlan[] plans, IRawWriter writer, RawTable table, SourceSettings settings)
{
    private readonly TypedField[] _fields = [.. plans.Select(plan => new TypedField(plan))];
    private readonly bool _comparesRows = table.ComparesRows(settings);
    private ulong _hash;

    // The field that is the problem; -1 when it is none or the row as a whole.
    private int _flawed = -1;

    public long Rows { get; private set; }

    public long ProblemRows { get; private set; }

    /// <summary>Whether the row that was mapped has a value in its first field, which tells it from others.</summary>
    public bool HasId => _fields[0].HasValue;

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
            return row.Problem;

        _hash = 0;
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = _fields[i];
            field.Read(row);
            if (field.Problem is not null)
            {
                _flawed = i;
                return field.Problem;
            }

            Set(i, field);
        }

        _hash = HasId || row.Rest == 0 ? _hash : RowHash.Add(_hash, row.Rest);
        return null;
    }

    public void End(long line)
    {
        writer.EndRow(line, (table.FindsRepeats && HasId) || _comparesRows ? (long)(_hash >> 1) : null);
        Rows++;
    }

    /// <summary>Writes a row whose problem <see cref="Map"/> has just told.</summary>
    public void WriteProblem(long line, string problem, ReadOnlySpan<byte> raw)
    {
        var value = _flawed < 0 ? [] : _fields[_flawed].Flawed;
        writer.EndProblem(line, problem, value.IsEmpty ? null : VisibleText.Of(value), RawText.Clip(raw));
        _flawed = -1;
        Rows++;
        ProblemRows++;
    }

    private void Set(int index, TypedField field)
    {
        // The row's identity is its first field, or where that is null all of them, and all columns that fill no field.
        if (index == 0 || (_comparesRows && !HasId))
            _hash = RowHash.Add(_hash, index == 0 ? field.Hash : field.SourceHash);

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
