using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>Takes more words for no value. Blanks around a text do not count.</summary>
internal sealed class NullStep(IReadOnlyList<string> words) : FieldStep
{
    private readonly HashSet<byte[]> _words = new(words.Select(word => Encoding.UTF8.GetBytes(word.Trim())), ByteComparer.Instance);

    public override StepOutcome Apply(SourceRow row, ByteBuilder text) =>
        _words.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(Characters.Trim(text.Span)) ? StepOutcome.Null : StepOutcome.Text;
}
