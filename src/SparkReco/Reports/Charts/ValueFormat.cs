using System.Globalization;

namespace SparkReco.Reports.Charts;

/// <summary>How a chart writes its numbers; the same in every culture.</summary>
public sealed class ValueFormat
{
    private readonly string _pattern;
    private readonly string _unit;
    private readonly double _factor;

    private ValueFormat(string pattern, string unit = "", double factor = 1, double leastStep = 0) =>
        (_pattern, _unit, _factor, LeastStep) = (pattern, unit, factor, leastStep);

    /// <summary>The least distance of two ticks: 1 for whole numbers, 0 without a limit.</summary>
    internal double LeastStep { get; }

    /// <summary>12345.6 becomes 12,346.</summary>
    public static ValueFormat Count { get; } = new("#,##0;\u2212#,##0;0", leastStep: 1);

    /// <summary>12345.6 becomes +12,346.</summary>
    public static ValueFormat SignedCount { get; } = new("+#,##0;\u2212#,##0;0");

    /// <summary>1.234 becomes 1.2.</summary>
    public static ValueFormat Tenths { get; } = new("#,##0.0;\u2212#,##0.0;0.0");

    /// <summary>1234.567 becomes 1,234.57.</summary>
    public static ValueFormat Hundredths { get; } = new("#,##0.00;\u2212#,##0.00;0.00");

    /// <summary>0.1234 becomes 0.123.</summary>
    public static ValueFormat Score { get; } = new("0.000;\u22120.000;0.000");

    /// <summary>0.12345 becomes 0.1235.</summary>
    public static ValueFormat FineScore { get; } = new("0.0000;\u22120.0000;0.0000");

    /// <summary>12.34 becomes 12.3 min.</summary>
    public static ValueFormat Minutes { get; } = new("#,##0.0;\u2212#,##0.0;0.0", " min");

    /// <summary>12.34 becomes 12.3 bits.</summary>
    public static ValueFormat Bits { get; } = new("#,##0.0;\u2212#,##0.0;0.0", " bits");

    /// <summary>0.1234 becomes 12.3 %; what is little more than nothing, or little less than all, is not rounded to it.</summary>
    public static ValueFormat Percent { get; } = new("#,##0.0;\u2212#,##0.0;0.0", " %", 100);

    /// <summary>0.0123 becomes +1.2 pp (percentage points).</summary>
    public static ValueFormat SignedPoints { get; } = new("+#,##0.0;\u2212#,##0.0;0.0", " pp", 100);

    /// <summary>0.0123 becomes +0.012.</summary>
    public static ValueFormat SignedScore { get; } = new("+0.000;\u22120.000;0.000");

    /// <summary>0.01234 becomes +0.0123.</summary>
    public static ValueFormat SignedFineScore { get; } = new("+0.0000;\u22120.0000;0.0000");

    /// <summary>0.1234 becomes +12.3 %.</summary>
    public static ValueFormat SignedPercent { get; } = new("+#,##0.0;\u2212#,##0.0;0.0", " %", 100);

    /// <summary>1.234 becomes +1.2 min.</summary>
    public static ValueFormat SignedMinutes { get; } = new("+#,##0.0;\u2212#,##0.0;0.0", " min");

    /// <summary>1.234 becomes +1.2 bits.</summary>
    public static ValueFormat SignedBits { get; } = new("+#,##0.0;\u2212#,##0.0;0.0", " bits");

    /// <summary>0.01234 becomes 1.23 %.</summary>
    public static ValueFormat FinePercent { get; } = new("#,##0.00;\u2212#,##0.00;0.00", " %", 100);

    /// <summary>0.00123 becomes +0.12 pp.</summary>
    public static ValueFormat SignedFinePoints { get; } = new("+#,##0.00;\u2212#,##0.00;0.00", " pp", 100);

    /// <summary>1.234 becomes 1.23 min.</summary>
    public static ValueFormat FineMinutes { get; } = new("#,##0.00;\u2212#,##0.00;0.00", " min");

    /// <summary>1.234 becomes +1.23 min.</summary>
    public static ValueFormat SignedFineMinutes { get; } = new("+#,##0.00;\u2212#,##0.00;0.00", " min");

    /// <summary>The number with its unit.</summary>
    public string Text(double value) =>
        this != Percent
            ? Number(value) + _unit
            : value switch
            {
                > 0 and < 0.0005 => "< 0.1 %",
                >= 0.9995 and < 1 => "> 99.9 %",
                _ => Number(value) + _unit,
            };

    /// <summary>The number without its unit. A difference keeps its sign where it is rounded to nothing.</summary>
    public string Number(double value)
    {
        var text = (_factor * value).ToString(_pattern, CultureInfo.InvariantCulture);
        return _pattern[0] == '+' && value != 0 && char.IsDigit(text[0]) ? (value > 0 ? "+" : "\u2212") + text : text;
    }

    /// <summary>The number with its unit and without closing zeros, for axes.</summary>
    public string Tick(double value)
    {
        var text = Number(value);
        if (!text.Contains('.', StringComparison.Ordinal))
            return text + _unit;
        return text.TrimEnd('0').TrimEnd('.') + _unit;
    }
}
