using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>Whether a check is passed.</summary>
public enum LightState
{
    Good,

    /// <summary>The comparison stands, but is to be read with it in mind.</summary>
    Look,

    /// <summary>No comparison stands on this.</summary>
    Bad,
}

/// <summary>One of the checks of whether a comparison can be trusted.</summary>
/// <param name="Name">What is looked at.</param>
/// <param name="State">What came of it.</param>
/// <param name="Value">The figure.</param>
/// <param name="Meaning">What it means, in a sentence.</param>
/// <param name="Doubt">What the headline has to say of it; empty where nothing.</param>
public sealed record Light(string Name, LightState State, string Value, string Meaning, string Doubt = "");

/// <summary>Whether the comparison can be trusted: the checks, and what of them belongs into the headline.</summary>
public static class Trust
{
    // Some users are always new, and some items gone.
    private const double Enough = 0.95;

    // With more than a fifth missing it is the missing lists that are compared.
    private const double TooLittle = 0.8;
    private const double ManyLostPlaces = 0.05;
    private const double FineDifference = 0.1;

    private const string Unknown = "item_id is not in items";
    private const string Consumed = "the user had the item before";
    private const string Unavailable = "item is not available";

    // Those of the model list_rows; other issues are of whole lines, which hold no place.
    private static readonly string[] PlaceIssues =
    [
        "a second list of the user",
        "user_id is not in users",
        Unknown,
        "an item stands twice in the list",
        Unavailable,
        Consumed,
    ];

    /// <summary>All checks that the data allows, the gravest first.</summary>
    public static IReadOnlyList<Light> Of(ReportData data) =>
        data.Files?.Lights
        ??
        [
            .. (
                (Light?[])
                    [
                        Lists(data, data.Pair.System),
                        Lists(data, data.Pair.Reference),
                        BothLists(data),
                        .. Outside(data).SelectMany(system => new[] { UnknownItems(data, system), LostPlaces(data, system) }),
                        .. new[] { data.Pair.System, data.Pair.Reference }.Select(system => ShortLists(data, system)),
                        Users(data),
                        SmallestDifference(data),
                        Days(data),
                        RejectedRows(data),
                        Unusual(data),
                        Maker(data),
                    ]
            )
                .OfType<Light>()
                .OrderByDescending(light => light.State),
        ];

    /// <summary>What the headline has to say, the gravest first.</summary>
    public static IReadOnlyList<Light> Doubts(ReportData data) => [.. Of(data).Where(light => light.Doubt.Length > 0)];

    /// <summary>What leaves nothing of the comparison: where there is any, no system is named.</summary>
    public static IReadOnlyList<string> Objections(ReportData data) =>
        [.. Doubts(data).Where(light => light.State == LightState.Bad).Select(light => light.Doubt)];

    /// <summary>The systems of the pair whose lists come from outside.</summary>
    private static IEnumerable<string> Outside(ReportData data) =>
        new[] { data.Pair.System, data.Pair.Reference }.Where(Configuration.Systems.OfLists(data.Settings).Contains);

    private static Light? Lists(ReportData data, string system)
    {
        var eligible = data.Audiences.Sum(audience => audience.Eligible);
        if (!data.HasComparison || eligible == 0 || data.Evaluated(system, "user_coverage")?.Value is not { } coverage || !double.IsFinite(coverage))
            return null;
        var value = $"{Numbers.Count((long)Math.Round(coverage * eligible))} of {Numbers.Count(eligible)}";
        var state = StateOf(coverage);
        return new Light(
            $"Users with a list of {Words.Name(system)}",
            state,
            value,
            state == LightState.Good
                ? "Eligible users with a list; one without counts as a user without a hit."
                : "The others count as users without a hit, which looks like a bad list: have lists made for all eligible users, and compare again.",
            state == LightState.Good ? "" : $"{Words.Name(system)} has lists for {value} eligible users"
        );
    }

    /// <summary>A user with one list of two is compared with nothing.</summary>
    private static Light? BothLists(ReportData data)
    {
        if (data.ListPairs.FirstOrDefault(row => row.K == data.MainCutoff) is not { } pairs || pairs.AllUsers == 0)
            return null;
        var (system, reference) = (Words.Name(data.Pair.System), Words.Name(data.Pair.Reference));
        return new Light(
            "Users with both lists",
            pairs.Users >= Enough * pairs.AllUsers ? LightState.Good : LightState.Look,
            $"{Numbers.Count(pairs.Users)} of {Numbers.Count(pairs.AllUsers)}",
            $"{Numbers.Count(pairs.SystemAlone)} have a list of {system} alone, {Numbers.Count(pairs.ReferenceAlone)} one of {reference} alone. Agreement is that of users with both; a user without a list counts as one without a hit."
        );
    }

    /// <summary>A short list has fewer places to hit.</summary>
    private static Light? ShortLists(ReportData data, string system)
    {
        if (data.ListPairs.FirstOrDefault(row => row.K == data.MainCutoff) is not { } pairs)
            return null;
        var (users, shorter) =
            system == data.Pair.System
                ? (pairs.Users + pairs.SystemAlone, pairs.SystemShort)
                : (pairs.Users + pairs.ReferenceAlone, pairs.ReferenceShort);
        if (users == 0)
            return null;
        return new Light(
            $"Short lists of {Words.Name(system)}",
            shorter > (1 - Enough) * users ? LightState.Look : LightState.Good,
            $"{Numbers.Count(shorter)} of {Numbers.Count(users)}",
            $"Lists with fewer than {data.MainCutoff} items that can be shown; they have fewer places to hit, and overlap and precision divide by {data.MainCutoff} all the same.",
            shorter == users ? $"no list of {Words.Name(system)} has {data.MainCutoff} items" : ""
        );
    }

    private static Light? UnknownItems(ReportData data, string system)
    {
        var unknown = Issues(data, system, Unknown).Sum(issue => issue.Rows);
        // What is left out of the lists as shown was delivered, too.
        var places = data.PlacesOf(system).Places + Issues(data, system, PlaceIssues).Sum(issue => issue.Rows);
        if (!data.HasComparison || places == 0)
            return null;
        var state = StateOf(1 - (unknown / (double)places));
        return new Light(
            $"Unknown items in {Words.Whose(system, "lists")}",
            state,
            Numbers.Share(unknown, places),
            state == LightState.Good
                ? $"Of {Numbers.Of(places, "place")} as they were delivered."
                : "The items of these lists are not those of the catalogue: are they of another data set, or were ids changed on the way?",
            state == LightState.Good
                ? ""
                : $"{Numbers.Count(unknown)} of {Numbers.Count(places)} places in {Words.Whose(system, "lists")} hold unknown items"
        );
    }

    /// <summary>Lists from outside may hold what cannot be shown; both ways of judging stand side by side.</summary>
    private static Light? LostPlaces(ReportData data, string system)
    {
        var (lost, users) = (Issues(data, system, Consumed, Unavailable).Sum(issue => issue.FirstPlaces), data.PlacesOf(system).Users);
        if (!data.HasComparison || users == 0)
            return null;
        var each = lost / (double)users;
        var delivered = data.Evaluated(Configuration.Systems.Delivered(system), "hit_rate")?.Value;
        var shown = data.Evaluated(system, "hit_rate")?.Value;
        return new Light(
            $"First places of {Words.Whose(system, "lists")} that cannot score",
            each > ManyLostPlaces * data.MainCutoff ? LightState.Look : LightState.Good,
            $"{ValueFormat.Tenths.Text(each)} of {data.MainCutoff}",
            "Places with what the user had before or what is not on offer, per user. The report judges lists as they would be shown, without them"
                + (
                    delivered is { } before && shown is { } after && double.IsFinite(before) && double.IsFinite(after)
                        ? $": users with a hit are {ValueFormat.Percent.Text(before)} as delivered, {ValueFormat.Percent.Text(after)} as shown."
                        : "."
                )
        );
    }

    private static Light? Users(ReportData data)
    {
        if (!data.HasEvaluation)
            return null;
        var judged = data.HasComparison ? Segments.UsersOf(data, Segments.All) : data.Evaluated(Systems.Baseline, "hit_rate")?.Users ?? 0;
        return new Light(
            "Users judged",
            judged < ComparisonJudge.MinUsers ? LightState.Bad : LightState.Good,
            Numbers.Count(judged),
            $"Of {Numbers.Of(data.Audiences.Sum(audience => audience.Eligible), "eligible user")} these did something new {Period.Of(data)}; only they can tell."
        );
    }

    private static Light? SmallestDifference(ReportData data)
    {
        var rows = data.Headlines()
            .Select(metric => (Metric: metric, Row: data.Compared(metric.Name)))
            .Where(pair => pair.Row is { Detectable: { } detectable, ReferenceValue: > 0 } && double.IsFinite(detectable))
            .ToArray();
        if (rows.Length == 0)
            return null;
        return new Light(
            "Smallest difference that would be seen",
            rows.All(pair => pair.Row!.Detectable <= FineDifference * pair.Row.ReferenceValue) ? LightState.Good : LightState.Look,
            rows[0].Metric.Signed.Text(rows[0].Row!.Detectable!.Value).TrimStart('+'),
            $"These users show {Words.List([.. rows.Select(pair => $"{pair.Metric.Title} {pair.Metric.Signed.Text(pair.Row!.Detectable!.Value).TrimStart('+')}")])} in 80 of 100 cases; what is smaller may be missed."
        );
    }

    private static Light? Days(ReportData data)
    {
        var wanted = data.Settings.Evaluation.HorizonDays;
        if (!data.HasEvaluation || data.Events.LastOn is null)
            return null;
        var shortage = Period.Shortage(data);
        return new Light(
            "Days judged",
            shortage.Length > 0 ? LightState.Look : LightState.Good,
            $"{data.JudgedDays} of {wanted}",
            shortage.Length > 0
                ? "The log ends before the days do that judge the lists: what people do later is not in the figures."
                : $"All days wanted are in the log, {Period.Of(data)}.",
            shortage
        );
    }

    private static Light? RejectedRows(ReportData data)
    {
        var rows = data.Inputs.Sum(input => input.Rows - input.LeftOut);
        if (rows == 0)
            return null;
        var rejected = data.Inputs.Sum(input => input.Rejected);
        var worst = data.Inputs.Where(input => input.Rows > 0).Max(input => 100d * input.Rejected / input.Rows);
        var limit = data.Settings.Quality.WarnRejectedPercent;
        return new Light(
            "Rejected rows",
            worst > limit || data.Inputs.Any(input => input.RejectedFiles > 0) ? LightState.Look : LightState.Good,
            Numbers.Share(rejected, rows),
            $"{Numbers.Count(rejected)} of {Numbers.Of(rows, "row")} could not be used; section Data says why."
        );
    }

    private static Light Unusual(ReportData data)
    {
        var outliers = Outliers.Of(data);
        return new Light(
            "Unusual users and days",
            outliers.Count > 0 ? LightState.Look : LightState.Good,
            outliers.Count > 0 ? Numbers.Count(outliers.Count) : "none",
            outliers.Count > 0
                ? $"{string.Join("; ", Outliers.NamesOf(data))}: section Data says how they stand out."
                : "No user has 20 times the events of others, no day 5 times those of a usual one, and no day between others is without."
        );
    }

    private static Light? Maker(ReportData data) =>
        StandIn.IsIn(data)
            ? new Light("Who made the lists", LightState.Look, "a stand-in", StandIn.Notice, "a stand-in's lists, not Amazon's")
            : null;

    private static LightState StateOf(double share) =>
        share >= Enough ? LightState.Good
        : share >= TooLittle ? LightState.Look
        : LightState.Bad;

    private static IEnumerable<ReportData.Issue> Issues(ReportData data, string system, params string[] texts) =>
        data.Issues.Where(issue => issue.System == system && texts.Contains(issue.Text));
}
