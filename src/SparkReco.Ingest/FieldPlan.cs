namespace SparkReco.Ingest;

/// <summary>Finds the slots of source columns. More than one slot means: the first that holds a value.</summary>
internal interface IColumnSlots
{
    /// <summary>Slots of a column that the settings name. None when the file cannot have it.</summary>
    public int[] Named(string column);

    /// <summary>Slots for a field that is not mapped: its own name, then its aliases.</summary>
    public int[] Default(RawField field);
}

/// <summary>How one field is filled, with columns resolved to slots.</summary>
internal sealed class FieldPlan
{
    private FieldPlan(RawField field, string key, FieldMapping mapping, IColumnSlots columns)
    {
        Field = field;
        Key = key;
        Constant = mapping.Constant is null ? null : Bytes(mapping.Constant);
        Join = mapping.Join?.Select(columns.Named).ToArray();
        Separator = Bytes(mapping.Separator);
        var isColumn = mapping.Constant is null && mapping.Join is null;
        Slots =
            !isColumn ? []
            : mapping.Column is null ? columns.Default(field)
            : columns.Named(mapping.Column);
        Otherwise = mapping.Otherwise is null ? null : Bytes(mapping.Otherwise);
        DaysSlots = mapping.PlusDays is null ? null : columns.Named(mapping.PlusDays);
        Values = mapping.Values?.ToDictionary(pair => Bytes(pair.Key), pair => Bytes(pair.Value), ByteComparer.Instance);
        IsPlain = Constant is null && Join is null && Values is null && DaysSlots is null;
    }

    public RawField Field { get; }

    /// <summary>The setting that maps the field, for messages: <c>inputs.users.fields.tier</c>.</summary>
    public string Key { get; }

    /// <summary>The field is one of its slots and nothing else.</summary>
    public bool IsPlain { get; }

    public int[] Slots { get; }

    public byte[]? Constant { get; }

    public int[][]? Join { get; }

    public byte[] Separator { get; }

    public Dictionary<byte[], byte[]>? Values { get; }

    public byte[]? Otherwise { get; }

    public int[]? DaysSlots { get; }

    /// <summary>The slots of each column that the field is composed of.</summary>
    public int[][] Inputs => [Slots, .. Join ?? [], DaysSlots ?? []];

    public static FieldPlan[] Create(RawTable table, SourceSettings settings, IColumnSlots columns) =>
        [
            .. table.Fields.Select(field => new FieldPlan(
                field,
                $"{settings.Key}.fields.{field.Name}",
                settings.Fields.GetValueOrDefault(field.Name) ?? new(),
                columns
            )),
        ];

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);
}
