using System.Text;
using SparkReco.Ingest.Steps;

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
        First = mapping.First?.Select(columns.Named).ToArray();
        Separator = Bytes(mapping.Separator ?? "");
        var isColumn = mapping.Constant is null && mapping.Join is null && mapping.First is null;
        Slots =
            !isColumn ? []
            : mapping.Column is null ? columns.Default(field)
            : columns.Named(mapping.Column);
        TakesAll = field.HoldsSeveral && mapping.Take is null;
        Split = Bytes(mapping.Split ?? "");
        Elements = TakesAll || (mapping.Split is null && mapping.Take is null) ? null : new ElementStep(mapping);
        Steps = [.. FieldSteps.Of(field, key, mapping, columns)];
        IsReplaced = mapping.Values is not null;
        IsPlain = isColumn && Elements is null && !TakesAll && Steps.Length == 0;
    }

    public RawField Field { get; }

    /// <summary>The setting that maps the field, for messages: <c>inputs.users.fields.tier</c>.</summary>
    public string Key { get; }

    /// <summary>The field is one of its slots and nothing else.</summary>
    public bool IsPlain { get; }

    public int[] Slots { get; }

    public byte[]? Constant { get; }

    public int[][]? Join { get; }

    public int[][]? First { get; }

    public byte[] Separator { get; }

    /// <summary>Whether all elements of the text are the field's values.</summary>
    public bool TakesAll { get; }

    /// <summary>What stands between all elements of a text; nothing where it is one.</summary>
    public byte[] Split { get; }

    /// <summary>Takes elements out of the text; null where it is one value.</summary>
    public ElementStep? Elements { get; }

    /// <summary>What is done with the text, in this order.</summary>
    public FieldStep[] Steps { get; }

    /// <summary>Whether texts are replaced, so that two of them may come to the same.</summary>
    public bool IsReplaced { get; }

    /// <summary>The slots of each column that the field is composed of.</summary>
    public int[][] Inputs => [Slots, .. Join ?? [], .. First ?? [], .. Steps.Select(step => step.Slots)];

    public static FieldPlan[] Create(RawTable table, SourceSettings settings, IColumnSlots columns) =>
        [
            .. table.Fields.Select(field => new FieldPlan(
                field,
                $"{settings.Key}.fields.{field.Name}",
                settings.Fields.GetValueOrDefault(field.Name) ?? new(),
                columns
            )),
        ];

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
