using System.Globalization;

namespace SparkReco.Reports.Sections;

/// <summary>Words for the names that tables use.</summary>
internal static class Names
{
    public const string Baseline = "Baseline";
    public const string Personalize = "Amazon Personalize";

    /// <summary>The systems in the order of charts.</summary>
    public static IReadOnlyList<string> Systems { get; } = ["baseline", "personalize", "popularity", "random"];

    public static string System(string system) => system switch
    {
        "baseline" => Baseline,
        "personalize" => Personalize,
        "popularity" => "Plain popularity",
        "random" => "Random",
        _ => system,
    };

    public static string Verdict(string verdict) => Capital(Findings.Verdict(verdict));

    /// <summary>Why an item is in the baseline's list.</summary>
    public static string Reason(string reason) => reason switch
    {
        "item_item" => "Similar to the user's history",
        "popularity" => "Popular",
        "preference" => "Preferred type or category",
        "recency" => "New",
        _ => reason,
    };

    public static string Movement(string movement) => movement switch
    {
        "entered" => "Only in Personalize's list",
        "left" => "Only in the baseline's list",
        "up" => "In both, higher in Personalize's",
        "down" => "In both, lower in Personalize's",
        "same" => "In both, at the same place",
        _ => movement,
    };

    public static string Segment(string segment) => Capital(Findings.Segment(segment));

    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpper(text[0], CultureInfo.InvariantCulture) + text[1..];
}
