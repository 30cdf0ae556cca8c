using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>Writes a number with a point before its fraction and without groups: <c>1.234,5</c> is <c>1234.5</c> by a decimal comma.</summary>
internal sealed class DecimalStep(DecimalMark mark) : FieldStep
{
    private const int GroupDigits = 3;

    private readonly byte _mark = (byte)(mark == DecimalMark.Comma ? ',' : '.');
    private readonly byte _group = (byte)(mark == DecimalMark.Comma ? '.' : ',');
    private readonly ByteBuilder _plain = new();

    public override StepOutcome Apply(SourceRow row, ByteBuilder text)
    {
        var number = Characters.Trim(text.Span);
        var at = number.IndexOf(_mark);
        var whole = at < 0 ? number : number[..at];
        _plain.Clear();
        for (var isFirst = true; ; isFirst = false)
        {
            var end = whole.IndexOf(_group);
            var part = end < 0 ? whole : whole[..end];
            var digits = isFirst ? part.TrimStart("+-"u8) : part;
            var isGroup = digits.Length == GroupDigits || (isFirst && (end < 0 || digits.Length is > 0 and <= GroupDigits));
            if (!isGroup)
                return StepOutcome.Bad($"is not a number with a decimal {mark.ToString().ToLowerInvariant()}");

            _plain.Append(part);
            if (end < 0)
                break;

            whole = whole[(end + 1)..];
        }

        if (at >= 0)
        {
            _plain.Append("."u8);
            _plain.Append(number[(at + 1)..]);
        }

        text.Replace(_plain.Span);
        return StepOutcome.Text;
    }
}
