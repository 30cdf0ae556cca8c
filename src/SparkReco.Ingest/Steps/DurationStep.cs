using System.Globalization;
using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>Writes a duration as seconds: a number of a unit, <c>PT1H2M3S</c> of ISO 8601, or a clock's <c>1:02:03</c> or <c>2:03</c>.</summary>
internal sealed class DurationStep(IReadOnlyList<string> formats, DurationUnit unit) : FieldStep
{
    private const int MaxBytes = 64;
    private const NumberStyles Number = NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;

    public override StepOutcome Apply(SourceRow row, ByteBuilder text)
    {
        var trimmed = Characters.Trim(text.Span);
        if (trimmed.IsEmpty || NullWords.IsNoNumber(trimmed))
            return StepOutcome.Null;

        var written = trimmed.Length <= MaxBytes ? Encoding.UTF8.GetString(trimmed) : "";
        if (Seconds(written) is not { } seconds)
            return StepOutcome.Bad(
                formats.Count > 0 ? $"is not written as {string.Join(" or ", formats)}" : $"is not a number of {unit.ToString().ToLowerInvariant()}"
            );

        text.Replace(Encoding.ASCII.GetBytes(seconds.ToString(CultureInfo.InvariantCulture)));
        return StepOutcome.Text;
    }

    private decimal? Seconds(string text)
    {
        if (formats.Count == 0)
            return decimal.TryParse(text, Number, CultureInfo.InvariantCulture, out var number) ? Scaled(number) : null;

        return (formats.Contains(Formats.IsoDuration) ? IsoDuration(text) : null) ?? (formats.Contains(Formats.Clock) ? Clock(text) : null);
    }

    private decimal? Scaled(decimal number) =>
        unit switch
        {
            DurationUnit.Milliseconds => number / 1000,
            DurationUnit.Seconds => number,
            DurationUnit.Minutes when Math.Abs(number) < decimal.MaxValue / 60 => number * 60,
            DurationUnit.Hours when Math.Abs(number) < decimal.MaxValue / 3600 => number * 3600,
            _ => null,
        };

    /// <summary>PnWnDTnHnMn.nS with at least one number; years and months have no certain length.</summary>
    private static decimal? IsoDuration(string text)
    {
        if (!text.StartsWith('P'))
            return null;

        var (sum, hasPart, isTime, start) = (0m, false, false, 1);
        for (var i = 1; i < text.Length; i++)
        {
            if (text[i] == 'T' && i == start && !isTime)
            {
                isTime = true;
                start = i + 1;
            }
            else if (!char.IsAsciiDigit(text[i]) && text[i] is not ('.' or ','))
            {
                var written = text[start..i].Replace(',', '.');
                if (
                    SecondsIn(text[i], isTime) is not { } factor
                    || !decimal.TryParse(written, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                    || number > long.MaxValue
                )
                    return null;

                sum += number * factor;
                hasPart = true;
                start = i + 1;
            }
        }

        return hasPart && start == text.Length ? sum : null;
    }

    private static int? SecondsIn(char letter, bool isTime) =>
        (letter, isTime) switch
        {
            ('W', false) => 604_800,
            ('D', false) => 86_400,
            ('H', true) => 3600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => null,
        };

    /// <summary>Hours, minutes and seconds, or minutes and seconds. The first number may have any size, the others are below 60.</summary>
    private static decimal? Clock(string text)
    {
        var parts = text.Split(':');
        if (parts.Length is not (2 or 3))
            return null;

        var sum = 0m;
        for (var i = 0; i < parts.Length; i++)
        {
            var style = i == parts.Length - 1 ? NumberStyles.AllowDecimalPoint : NumberStyles.None;
            if (!decimal.TryParse(parts[i], style, CultureInfo.InvariantCulture, out var number) || (i > 0 && number >= 60) || number > int.MaxValue)
                return null;

            sum = (sum * 60) + number;
        }

        return sum;
    }
}
