using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>Replaces texts that are listed, and all others by one text where there is one for them. A null word that is not listed is no value.</summary>
internal sealed class ValuesStep(IReadOnlyDictionary<string, string> values, string? otherwise) : FieldStep
{
    private readonly Dictionary<byte[], byte[]> _values = values.ToDictionary(
        pair => Encoding.UTF8.GetBytes(pair.Key),
        pair => Encoding.UTF8.GetBytes(pair.Value),
        ByteComparer.Instance
    );
    private readonly byte[]? _otherwise = otherwise is null ? null : Encoding.UTF8.GetBytes(otherwise);

    public override StepOutcome Apply(SourceRow row, ByteBuilder text)
    {
        var listed = _values.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (listed.TryGetValue(text.Span, out var replacement) || listed.TryGetValue(Characters.Trim(text.Span), out replacement))
        {
            text.Replace(replacement);
        }
        else if (NullWords.IsOne(Characters.Trim(text.Span)))
        {
            return StepOutcome.Null;
        }
        else if (_otherwise is not null)
        {
            text.Replace(_otherwise);
        }

        return StepOutcome.Text;
    }
}
