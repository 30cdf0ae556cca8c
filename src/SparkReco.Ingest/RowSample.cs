using System.Globalization;
using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest;

/// <summary>A row that a run would reject.</summary>
/// <param name="Place">File and line.</param>
/// <param name="Reason">Why.</param>
/// <param name="Value">The value that is wrong, if it is one.</param>
internal readonly record struct Rejection(string Place, string Reason, string? Value);

/// <summary>Counts the first rows of an input and the values of their fields, and keeps what would be rejected.</summary>
internal sealed class RowSample(RawTable table, SourceSettings settings) : IRawWriter, IFieldObserver
{
    private const int MostValues = 5;
    private const int MostCharacters = 60;

    private readonly Dictionary<(string Value, string? Becomes, string? Flaw), long>[] _values =
    [
        .. table.Fields.Select(_ => new Dictionary<(string, string?, string?), long>()),
    ];
    private readonly List<(int Field, string Flaw, string Value)> _flawsOfRow = [];
    private readonly Dictionary<(int Field, string Flaw, string Value), long> _flaws = [];
    private readonly long[] _filled = new long[table.Fields.Count];

    /// <summary>The file whose rows come.</summary>
    public string File { get; set; } = "";

    public long Rows { get; private set; }

    public long LeftOut { get; set; }

    public List<Rejection> Rejections { get; } = [];

    public InputProfile Profile() =>
        new(
            Rows + LeftOut,
            Rows - Rejections.Count,
            Rejections.Count,
            LeftOut,
            [
                .. table.Fields.Select(
                    (field, index) => new FieldProfile(field.Name, ColumnOf(field, index), field.IsRequired, _filled[index], Commonest(index))
                ),
            ]
        );

    /// <summary>The flaws that cost values and no rows, each with its values, the commonest first.</summary>
    public IEnumerable<(string Field, string Flaw, long Rows, IReadOnlyList<(string Value, long Rows)> Values)> Flaws() =>
        from flaw in _flaws.GroupBy(each => (each.Key.Field, each.Key.Flaw))
        select (
            table.Fields[flaw.Key.Field].Name,
            flaw.Key.Flaw,
            flaw.Sum(each => each.Value),
            (IReadOnlyList<(string, long)>)
                [
                    .. flaw.OrderByDescending(each => each.Value)
                        .ThenBy(each => each.Key.Value, StringComparer.Ordinal)
                        .Select(each => (each.Key.Value, each.Value)),
                ]
        );

    public void Saw(int field, TypedField value)
    {
        // Where what a field is read from has a flaw there is no text.
        if (!value.IsFilled && (value.Flaw is null || value.Problem is not null))
            return;

        _filled[field]++;
        var source = VisibleText.Of(value.Source);
        source = source.Length <= MostCharacters ? source : source[..MostCharacters];
        var becomes = value.Flaw is null ? Text(table.Fields[field].Rule, value) : null;
        if (value.Flaw is { } flaw && !table.Fields[field].IsRequired)
            _flawsOfRow.Add((field, flaw, source));
        var key = (source, becomes, value.Flaw);
        _values[field][key] = _values[field].GetValueOrDefault(key) + 1;
    }

    public void EndRow(long line, long? hash)
    {
        Rows++;
        foreach (var flaw in _flawsOfRow)
            _flaws[flaw] = _flaws.GetValueOrDefault(flaw) + 1;
        _flawsOfRow.Clear();
    }

    public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw)
    {
        Rows++;
        _flawsOfRow.Clear();
        Rejections.Add(new($"{File}:{line}", reason, value));
    }

    /// <summary>The last row of a cut text may end inside a quote.</summary>
    public void ForgetCut()
    {
        if (Rejections is [.., { Reason: "unterminated quote" }])
        {
            Rejections.RemoveAt(Rejections.Count - 1);
            Rows--;
        }
    }

    public void BeginFile(int number) { }

    public void Set(int field, ReadOnlySpan<byte> text) { }

    public void Set(int field, long number) { }

    public void DiscardFile() { }

    public void Commit() { }

    public void Dispose() { }

    private string? ColumnOf(RawField field, int index)
    {
        var mapping = settings.Fields.GetValueOrDefault(field.Name) ?? new();
        return mapping switch
        {
            { Constant: { } constant } => $"'{constant}'",
            { Join: { } join } => string.Join(" + ", join),
            { First: { } first } => string.Join(", else ", first),
            { Column: { } column } => column,
            _ => _filled[index] > 0 ? field.Name : null,
        };
    }

    private ValueProfile[] Commonest(int field) =>
        [
            .. InOrder(_values[field])
                .Take(MostValues)
                .Select(value => new ValueProfile(value.Key.Value, value.Value, value.Key.Becomes, value.Key.Flaw)),
        ];

    private static IEnumerable<KeyValuePair<(string Value, string? Becomes, string? Flaw), long>> InOrder(
        IEnumerable<KeyValuePair<(string Value, string? Becomes, string? Flaw), long>> values
    ) => values.OrderByDescending(value => value.Value).ThenBy(value => value.Key.Value, StringComparer.Ordinal);

    private static string Text(FieldRule rule, TypedField value) =>
        rule.Type switch
        {
            FieldType.Text => Encoding.UTF8.GetString(value.Text).Replace($"{(char)RawField.Separator}", " + ", StringComparison.Ordinal),
            FieldType.Boolean => value.Number == 1 ? "true" : "false",
            FieldType.Date => DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(value.Number)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ when rule.Kind == FieldKind.Time => DateTime
                .UnixEpoch.AddMilliseconds(value.Number)
                .ToString("yyyy-MM-ddTHH:mm:ss.FFFZ", CultureInfo.InvariantCulture),
            _ => value.Number.ToString(CultureInfo.InvariantCulture),
        };
}
