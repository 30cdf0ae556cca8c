using SparkReco.Judging;

namespace SparkReco.Reports;

/// <summary>The parts of the users: <c>property=value</c>, in the order in which people read them.</summary>
internal static class Segments
{
    public const string All = "all";
    public const string Other = "other";

    private static readonly string[] Properties = ["tier", "plan", "history", "activity", "country", "favourite_type", "favourite_category"];
    private static readonly string[] Sizes = ["none", "1-9", "10-49", "50+"];
    private static readonly string[] Pauses = ["yesterday", "last_week", "last_month", "before"];

    /// <summary>All segments of the main comparison: all users, then property by property; sizes rise, and of names the most frequent comes first.</summary>
    public static IReadOnlyList<string> Of(ReportData data) =>
        [
            .. data
                .Main.GroupBy(row => row.Segment, StringComparer.Ordinal)
                .Select(rows => (Segment: rows.Key, Users: rows.Max(row => row.Users)))
                .OrderBy(segment => PlaceOf(segment.Segment))
                .ThenBy(segment => Order(segment.Segment))
                .ThenByDescending(segment => segment.Users)
                .ThenBy(segment => segment.Segment, StringComparer.Ordinal)
                .Select(segment => segment.Segment),
        ];

    /// <summary>The segments of each property that have users enough to be judged; properties with one such segment tell nothing apart.</summary>
    public static IReadOnlyList<(string Property, IReadOnlyList<string> Segments)> ByProperty(ReportData data) =>
        [
            .. Of(data)
                .Where(segment => segment != All && UsersOf(data, segment) >= ComparisonJudge.MinUsers)
                .GroupBy(PropertyOf)
                .Select(property => (property.Key, (IReadOnlyList<string>)[.. property])),
        ];

    /// <summary>The judged users of a segment.</summary>
    public static long UsersOf(ReportData data, string segment) =>
        data.Main.Where(row => row.Segment == segment && row.Difference is not null).Select(row => row.Users).DefaultIfEmpty(0).Max();

    public static string PropertyOf(string segment) => segment.Split('=', 2)[0];

    /// <summary>A property's name as a heading.</summary>
    public static string Title(string property) =>
        property switch
        {
            "tier" => "Tier",
            "plan" => "Plan",
            "history" => "Items of history",
            "activity" => "Last active",
            "country" => "Country",
            "favourite_type" => "Favourite content type",
            "favourite_category" => "Favourite category",
            _ => Words.Capital(property.Replace('_', ' ')),
        };

    /// <summary>The values of a property together, within a sentence: "7 of 8 countries".</summary>
    public static string Plural(string property) =>
        property switch
        {
            "tier" => "tiers",
            "plan" => "plans",
            "history" => "sizes of history",
            "activity" => "groups by last activity",
            "country" => "countries",
            "favourite_type" => "favourite content types",
            "favourite_category" => "favourite categories",
            _ => $"groups by {property.Replace('_', ' ')}",
        };

    /// <summary>A segment beside the others of its property: <c>history=1-9</c> is "1–9".</summary>
    public static string Value(string segment) =>
        segment switch
        {
            All => "All users",
            "activity=yesterday" => "day before",
            "activity=last_week" => "2–7 days",
            "activity=last_month" => "8–30 days",
            "activity=before" => "longer ago",
            "history=none" => "none",
            _ when segment.Split('=', 2) is [var property, var value] => value == Other ? "others"
            : property == "history" ? value.Replace('-', '–')
            : value,
            _ => segment,
        };

    private static int PlaceOf(string segment) => segment == All ? -1 : Properties.TakeWhile(property => property != PropertyOf(segment)).Count();

    private static int Order(string segment) =>
        segment.Split('=', 2) switch
        {
            ["history", var size] => Sizes.TakeWhile(name => name != size).Count(),
            ["activity", var pause] => Pauses.TakeWhile(name => name != pause).Count(),
            [_, Other] => 1,
            _ => 0,
        };
}
