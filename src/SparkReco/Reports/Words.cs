using System.Globalization;
using SparkReco.Judging;
using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>Words for the names that tables use. They can stand in the middle of a sentence; <see cref="Capital"/> makes headings of them.</summary>
public static class Words
{
    public const string Baseline = "Baseline";
    public const string Personalize = "Amazon Personalize";

    /// <summary>The systems in the order of charts.</summary>
    public static IReadOnlyList<string> Systems { get; } = ["baseline", "personalize", "popularity", "random"];

    /// <summary>A system's name as a heading.</summary>
    public static string System(string system) =>
        system switch
        {
            "baseline" => Baseline,
            "personalize" => Personalize,
            "popularity" => "Plain popularity",
            "random" => "Random",
            _ => system,
        };

    /// <summary>The number of a system's colour, the same wherever it is shown.</summary>
    public static int Colour(string system) => Systems.TakeWhile(name => name != system).Count();

    /// <summary>A segment: <c>tier=paid</c> is paid users.</summary>
    public static string Segment(string segment) =>
        segment switch
        {
            "all" => "all users",
            "history=none" => "users without a history",
            _ when segment.StartsWith("tier=", StringComparison.Ordinal) => $"{segment["tier=".Length..]} users",
            _ when segment.StartsWith("history=", StringComparison.Ordinal) =>
                $"users with {segment["history=".Length..].Replace('-', '–')} items of history",
            _ => segment,
        };

    public static string Verdict(string verdict) =>
        verdict switch
        {
            Verdicts.Personalize => "Amazon Personalize is better",
            Verdicts.Baseline => "the baseline is better",
            _ => verdict,
        };

    /// <summary>A row's verdict, with the reason where there is none although the interval leaves out zero.</summary>
    public static string Verdict(ReportData.ComparisonRow row) =>
        Verdict(row.Verdict)
        + (row.Verdict == Verdicts.NotClear && (row.Low > 0 || row.High < 0) ? " once the number of comparisons is allowed for" : "");

    /// <summary>Why an item is in the baseline's list.</summary>
    public static string Reason(string reason) =>
        reason switch
        {
            "item_item" => "similar to what they used",
            "category" => "popular in their categories, or among newcomers",
            "popularity" => "popular",
            "preference" => "of a type or category they prefer",
            "recency" => "new",
            _ => reason,
        };

    public static string Movement(string movement) =>
        movement switch
        {
            "entered" => "only in Personalize's list",
            "left" => "only in the baseline's list",
            "up" => "in both, higher in Personalize's",
            "down" => "in both, lower in Personalize's",
            "same" => "in both, at the same place",
            _ => movement,
        };

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> words) =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} and {words[^1]}";

    /// <summary>The titles of metrics as a list.</summary>
    public static string Titles(IEnumerable<Metric> metrics) => List([.. metrics.Select(metric => metric.Title)]);

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
