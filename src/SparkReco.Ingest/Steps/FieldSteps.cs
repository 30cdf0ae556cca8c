using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>The steps that a mapping asks for, in their one order.</summary>
internal static class FieldSteps
{
    public static IEnumerable<FieldStep> Of(RawField field, string key, FieldMapping mapping, IColumnSlots columns)
    {
        if (mapping.Null is { } words)
            yield return new NullStep(words);
        if (mapping.Values is { } values)
            yield return new ValuesStep(values, mapping.Otherwise);
        if (mapping.Decimal is { } mark)
            yield return new DecimalStep(mark);
        if (field.Rule.Kind == FieldKind.Duration && (mapping.Format ?? (object?)mapping.Unit) is not null)
            yield return new DurationStep(mapping.Format ?? [], mapping.Unit ?? DurationUnit.Seconds);
        else if (mapping.Format is not null || mapping.Zone is not null)
            yield return new TimeStep(mapping.Format ?? [Formats.Iso], mapping.Zone, field.Rule.Kind == FieldKind.Day);
        if (mapping.PlusDays is { } days)
            yield return new PlusDaysStep(columns.Named(days));
    }
}
