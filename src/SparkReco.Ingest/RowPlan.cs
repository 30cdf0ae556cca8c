namespace SparkReco.Ingest;

/// <summary>What becomes of a file's rows: which are read, and how their fields are filled.</summary>
/// <param name="Fields">The fields, in the table's order.</param>
/// <param name="Filter">Which rows are read; null is all.</param>
internal sealed record RowPlan(FieldPlan[] Fields, RowFilter? Filter)
{
    /// <summary>The columns that paths lead into; null where none does, or the reader itself reads what they lead to.</summary>
    public JsonTexts? Texts { get; init; }

    public static RowPlan Create(RawTable table, SourceSettings settings, IColumnSlots columns) =>
        new(FieldPlan.Create(table, settings, columns), settings.Where.Count == 0 ? null : new RowFilter(settings, columns));
}
