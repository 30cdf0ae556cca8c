using System.Buffers.Text;

namespace SparkReco.Ingest;

/// <summary>Sees the fields of every row that is read, those of rows that are problems too.</summary>
internal interface IFieldObserver
{
    public void Saw(int field, TypedField value);
}

/// <summary>Turns source rows into typed rows by a plan, and counts them. One per thread and file.</summary>
internal sealed class RowMapper(RowPlan plan, IRawWriter writer, RawTable table, SourceSettings settings, IFieldObserver? observer = null)
{
    private readonly TypedField[] _fields = [.. plan.Fields.Select(field => new TypedField(field))];
    private readonly int[] _eachFields =
    [
        .. plan.Fields.Index().Where(field => field.Item.Elements is { IsEach: true }).Select(field => field.Index),
    ];
    private readonly bool _comparesRows = table.ComparesRows(settings);
    private readonly FlawCounter _flaws = new(table);
    private readonly ByteBuilder _id = new();
    private ulong _hash;
    private bool _hasFlaws;

    // The field that is the problem; -1 when it is none or the row as a whole.
    private int _flawed = -1;

    /// <summary>The rows that were written.</summary>
    public long Rows { get; private set; }

    public long ProblemRows { get; private set; }

    /// <summary>The source rows that the settings leave out.</summary>
    public long LeftOutRows { get; private set; }

    /// <summary>The values that could not be read and that fields are without.</summary>
    public IReadOnlyList<FlawCount> Flaws => _flaws.Counts;

    /// <summary>Whether the row that was mapped has a value in its first field, which tells it from others.</summary>
    public bool HasId => _fields[0].HasValue;

    public void Write(SourceRow row, long line, ReadOnlySpan<byte> raw)
    {
        var count = Begin(row);
        for (var element = 0; element < count; element++)
        {
            if (Map(row, element) is { } problem)
            {
                WriteProblem(line, problem, raw);
            }
            else
            {
                End(line);
            }
        }
    }

    /// <summary>How many rows a source row becomes: none where it is left out, and several where a field takes each element of an array.</summary>
    public int Begin(SourceRow row)
    {
        if (row.Problem is null)
            plan.Texts?.Read(row);

        if (row.Problem is null && plan.Filter?.Takes(row) == false)
        {
            LeftOutRows++;
            return 0;
        }

        var count = 1;
        foreach (var field in row.Problem is null ? _eachFields : [])
            count = Math.Max(count, _fields[field].Count(row));

        return count;
    }

    /// <summary>Sets the fields of a row, up to the first that is a problem; it is returned.</summary>
    public string? Map(SourceRow row, int element)
    {
        if (row.Problem is not null)
            return row.Problem;

        _hash = 0;
        _hasFlaws = false;
        string? problem = null;
        for (var i = 0; i < _fields.Length; i++)
        {
            var field = _fields[i];
            field.Read(row, element);
            observer?.Saw(i, field);
            _hasFlaws |= field.Flaw is not null;
            if (field.Problem is not null && problem is null)
            {
                _flawed = i;
                problem = field.Problem;
            }

            if (problem is not null && observer is null)
                return problem;

            if (problem is null)
                Set(i, field, element);
        }

        _hash = HasId || row.Rest == 0 ? _hash : RowHash.Add(_hash, row.Rest);
        return problem;
    }

    public void End(long line)
    {
        if (_hasFlaws)
            CountFlaws();

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

    private void CountFlaws()
    {
        foreach (var (index, field) in _fields.Index())
        {
            if (field.Flaw is { } flaw)
                _flaws.Add(index, flaw, field.Flawed);
        }
    }

    private void Set(int index, TypedField field, int element)
    {
        // The row's identity is its first field, or where that is null all of them, and all columns that fill no field.
        if (index == 0)
            _hash = RowHash.Add((ulong)element, field.Flaw is null ? field.Hash : field.SourceHash);
        else if (_comparesRows && !HasId)
            _hash = RowHash.Add(_hash, field.SourceHash);

        if (field.HasValue && field.IsText)
        {
            writer.Set(index, index == 0 && element > 0 && table.FindsRepeats ? IdOfElement(field.Text, element) : field.Text);
        }
        else if (field.HasValue)
        {
            writer.Set(index, field.Number);
        }
        else if (_eachFields.Length > 0 && table.Fields[index].IsElementNumber)
        {
            writer.Set(index, element + 1);
        }
    }

    /// <summary>The rows that one row becomes are told apart by their places: e7, e7#2, e7#3.</summary>
    private ReadOnlySpan<byte> IdOfElement(ReadOnlySpan<byte> id, int element)
    {
        _id.Replace(id);
        _id.Append("#"u8);
        Span<byte> digits = stackalloc byte[11];
        Utf8Formatter.TryFormat(element + 1, digits, out var length);
        _id.Append(digits[..length]);
        return _id.Span;
    }
}
