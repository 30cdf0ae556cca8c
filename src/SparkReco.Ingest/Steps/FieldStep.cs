namespace SparkReco.Ingest.Steps;

/// <summary>One step from a column's text to a field's: text in, text out.</summary>
internal abstract class FieldStep
{
    /// <summary>The slots that the step reads beside the text.</summary>
    public virtual int[] Slots => [];

    public abstract StepOutcome Apply(SourceRow row, ByteBuilder text);
}

/// <summary>What a step came to: a text, no value, or a flaw that follows the field's name.</summary>
internal readonly record struct StepOutcome(bool IsText, string? Flaw)
{
    public static StepOutcome Text => new(true, null);

    public static StepOutcome Null => new(false, null);

    public static StepOutcome Bad(string flaw) => new(false, flaw);
}
