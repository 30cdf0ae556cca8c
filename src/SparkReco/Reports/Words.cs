using System.Globalization;
using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>Words for the names that tables use. They can stand in the middle of a sentence; <see cref="Capital"/> makes headings of them.</summary>
public static class Words
{
    public const string Baseline = "Baseline";
    public const string Personalize = Systems.PersonalizeSpoken;

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

    /// <summary>A system's name within a sentence.</summary>
    public static string Name(string system) => Systems.Spoken(system);

    /// <summary>Whose something is: "the baseline's lists"; of a name in quotation marks "the lists of 'current'".</summary>
    public static string Whose(string system, string what) =>
        Name(system) is var name && name.EndsWith('\'') ? $"the {what} of {name}" : $"{name}'s {what}";

    /// <summary>A segment: <c>tier=paid</c> is paid users.</summary>
    public static string Segment(string segment) =>
        segment switch
        {
            "all" => "all users",
            "history=none" => "users without a history",
            _ when segment.StartsWith("tier=", StringComparison.Ordinal) => $"{segment["tier=".Length..]} users",
            _ when segment.StartsWith("history=", StringComparison.Ordinal) =>
                $"users with {segment["history=".Length..].Replace('-', '–')} items of history",
            "activity=yesterday" => "users active the day before",
            "activity=last_week" => "users last active 2 to 7 days before",
            "activity=last_month" => "users last active 8 to 30 days before",
            "activity=before" => "users last active over 30 days before, or never",
            _ when Property(segment) is { } property => property,
            _ => segment,
        };

    private static string? Property(string segment)
    {
        if (segment.Split('=', 2) is not [var property, var value])
            return null;
        return (property, value) switch
        {
            ("country", "other") => "users of other countries",
            ("country", _) => $"users of {value}",
            ("plan", "other") => "users of other plans",
            ("plan", _) => $"users of the plan {value}",
            ("favourite_type", _) => $"users who mostly use {value}s",
            ("favourite_category", "other") => "users of other favourite categories",
            ("favourite_category", _) => $"users whose favourite category is {value}",
            _ => null,
        };
    }

    public static string Verdict(string verdict) =>
        verdict switch
        {
            _ when verdict.EndsWith(" is better", StringComparison.Ordinal) => $"{Name(verdict[..^" is better".Length])} is better",
            _ => verdict,
        };

    /// <summary>A row's verdict, with the reason where it is the number of comparisons alone that leaves none.</summary>
    public static string Verdict(ReportData.ComparisonRow row, ReportData data) =>
        Verdict(row.Verdict)
        + (
            row.Verdict == Verdicts.NotClear && (row.Low > 0 || row.High < 0) && row.PValue <= 1 - (data.Settings.Comparison.ConfidencePercent / 100d)
                ? " once the number of comparisons is allowed for"
                : ""
        );

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

    /// <summary>Who foretold something: <c>found_by</c> of <c>hit_overlap</c>.</summary>
    public static string FoundBy(string by, SystemPair pair) =>
        by switch
        {
            "reference" => $"{Name(pair.Reference)} alone",
            "system" => $"{Name(pair.System)} alone",
            "both" => "both",
            "neither" => "neither",
            _ => by,
        };

    /// <summary>What is new in an item that only one system shows.</summary>
    public static string Kind(string kind) =>
        kind switch
        {
            "all" => "all such items",
            "new" => "newly published",
            "long_tail" => "long tail",
            "new_to_user" => "of a category new to the user",
            "unshown" => "shown to nobody by the other",
            _ => kind,
        };

    /// <summary>"a", "a and b", "a, b and c".</summary>
    public static string List(IReadOnlyList<string> words, string last = "and") =>
        words.Count < 2 ? string.Concat(words) : $"{string.Join(", ", words.SkipLast(1))} {last} {words[^1]}";

    /// <summary>The titles of metrics as a list.</summary>
    public static string Titles(IEnumerable<Metric> metrics) => List([.. metrics.Select(metric => metric.Title)]);

    /// <summary>A name within a sentence; abbreviations stay.</summary>
    public static string Small(string text) =>
        text.Length > 1 && char.IsLower(text[1]) ? char.ToLower(text[0], CultureInfo.InvariantCulture) + text[1..] : text;

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
