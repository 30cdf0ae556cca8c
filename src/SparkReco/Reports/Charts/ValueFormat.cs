using System.Globalization;

namespace SparkReco.Reports.Charts;

/// <summary>Numbers as texts, the same in every culture. Fits the <c>format</c> parameter of each chart.</summary>
public static class ValueFormat
{
    /// <summary>12345.6 becomes 12,346.</summary>
    public static string Count(double value) => Signless(value.ToString("#,##0", CultureInfo.InvariantCulture));

    /// <summary>0.1234 becomes 0.123.</summary>
    public static string Score(double value) => Signless(value.ToString("0.000", CultureInfo.InvariantCulture));

    /// <summary>0.1234 becomes 12.3 %.</summary>
    public static string Percent(double value) => Signless((100 * value).ToString("#,##0.0", CultureInfo.InvariantCulture)) + " %";

    /// <summary>0.0123 becomes +1.2 pp (percentage points).</summary>
    public static string SignedPoints(double value) => Signed(100 * value, "+#,##0.0;\u2212#,##0.0;0.0") + " pp";

    /// <summary>0.0123 becomes +0.012.</summary>
    public static string SignedScore(double value) => Signed(value, "+0.000;\u22120.000;0.000");

    private static string Signed(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    /// <summary>The minus sign for a hyphen, and no sign for a zero.</summary>
    private static string Signless(string text) =>
        text.AsSpan().ContainsAnyInRange('1', '9') ? text.Replace('-', '\u2212') : text.TrimStart('-');
}
