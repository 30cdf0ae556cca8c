using System.Buffers.Text;

namespace SparkReco.Ingest.Rules;

/// <summary>A share above 0 and at most 1, such as <c>0.25</c>, read as whole parts per million, of which it has one at least.</summary>
public sealed class ShareRule() : FieldRule(FieldType.Int)
{
    private const int Million = 1_000_000;

    public override FieldKind Kind => FieldKind.Number;

    public override string Remedy => "decimal reads other forms";

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || NullWords.IsNoNumber(text))
            return FieldValue.Null;
        if (!NumberText.IsLiteral(text) || !Utf8Parser.TryParse(text, out double share, out var used) || used != text.Length)
            return FieldValue.Bad("is not a number");
        return share is > 0 and <= 1
            ? FieldValue.Of(Math.Max(1, (long)Math.Round(share * Million)))
            : FieldValue.OutOfRange("is not above 0 and at most 1");
    }
}
