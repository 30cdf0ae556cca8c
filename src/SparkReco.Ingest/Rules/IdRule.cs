namespace SparkReco.Ingest.Rules;

/// <summary>
/// An identifier: blanks around it are dropped, everything else stays as it is, case included. A whole number with zeros behind a point is
/// the number without them, whatever the format: programs write 12.0 for 12 where a column has gaps. Words that programs write for no value are no
/// identifier.
/// </summary>
public sealed class IdRule() : FieldRule(FieldType.Text)
{
    private const int MaxCodePoints = 256;

    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(text);
        if (text.IsEmpty || NullWords.IsNoId(text))
            return FieldValue.Null;

        text = WithoutZeros(text);
        if (Characters.EndOf(text, MaxCodePoints) >= 0)
            return FieldValue.Bad($"has more than {MaxCodePoints} characters");

        return Characters.HasControl(text) ? FieldValue.Bad("has control characters") : FieldValue.Of(text);
    }

    /// <summary>12 of 12.0 and 12.00; all other texts as they are, 012.0 and 1.5.0 among them.</summary>
    private static ReadOnlySpan<byte> WithoutZeros(ReadOnlySpan<byte> text)
    {
        if (text[^1] != (byte)'0')
            return text;

        var whole = text.TrimEnd((byte)'0');
        if (whole.Length < 2 || whole[^1] != (byte)'.')
            return text;

        whole = whole[..^1];
        var digits = whole[0] == (byte)'-' ? whole[1..] : whole;
        var isNumber = !digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9') && (digits[0] != (byte)'0' || digits.Length == 1);
        return isNumber ? whole : text;
    }
}
