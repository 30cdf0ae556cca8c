namespace SparkReco.Ingest.Rules;

/// <summary>
/// A text for people: control characters become blanks, blanks around it are dropped, and it is cut after a number of code points.
/// <c>NA</c> is no text but where it may be a name: it is the code of Namibia.
/// </summary>
public sealed class TextRule(int maxCodePoints = 256, bool mayBeNA = false) : FieldRule(FieldType.Text)
{
    public override FieldValue Read(ReadOnlySpan<byte> text)
    {
        text = Characters.Trim(Characters.HasControl(text) ? Characters.BlankControls(text) : text);
        if (text.IsEmpty || (mayBeNA ? NullWords.IsOne(text) : NullWords.IsNoText(text)))
            return FieldValue.Null;

        var end = Characters.EndOf(text, maxCodePoints);
        return FieldValue.Of(end < 0 ? text : Characters.Trim(text[..end]));
    }
}
