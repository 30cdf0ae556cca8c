using System.Globalization;
using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Html;

/// <summary>Numbers as the report writes them; what is missing or not a number is a dash.</summary>
internal static class Numbers
{
    public const string Missing = "–";

    public static string Count(long value) => ValueFormat.Count.Text(value);

    public static string Text(double? value, ValueFormat format) => value is { } number && double.IsFinite(number) ? format.Text(number) : Missing;

    /// <summary>An interval in brackets, or nothing.</summary>
    public static string Interval(double? low, double? high, ValueFormat format) =>
        low is { } from && high is { } to && double.IsFinite(from) && double.IsFinite(to) ? $"{format.Number(from)} to {format.Text(to)}" : Missing;

    /// <summary>A share of a whole; a dash of nothing.</summary>
    public static string Share(double part, double whole) => Text(whole > 0 ? part / whole : null, ValueFormat.Percent);

    public static string Day(DateOnly day) => day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>"3 Jul".</summary>
    public static string ShortDay(DateOnly day) => day.ToString("d MMM", CultureInfo.InvariantCulture);

    /// <summary>"1 user", "2,000 users".</summary>
    public static string Of(long count, string noun) => $"{Count(count)} {noun}{(count == 1 ? "" : "s")}";

    /// <summary>A number that charts and tables may show, or null.</summary>
    public static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;

    /// <summary>An estimate that charts may show, or null.</summary>
    public static Estimate? Estimate(double? value, double? low, double? high) =>
        Finite(value) is { } number ? new Estimate(number, Finite(low), Finite(high)) : null;
}
