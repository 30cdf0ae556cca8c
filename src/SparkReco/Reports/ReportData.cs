using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Reports.Sections;
using SparkReco.Sql;

namespace SparkReco.Reports;

/// <summary>
/// All that a report shows, read from published tables: aggregates only, with a bound on every list, so that its size does not grow
/// with the users.
/// </summary>
public sealed record ReportData
{
    public required string RunId { get; init; }

    public required DateOnly RunDate { get; init; }

    public required string Engine { get; init; }

    /// <summary>The settings that a reader needs to understand the figures.</summary>
    public required Settings Settings { get; init; }

    /// <summary>Rows by input: users, items, events.</summary>
    public required IReadOnlyList<InputRows> Inputs { get; init; }

    /// <summary>The most frequent reasons of rejected rows.</summary>
    public required IReadOnlyList<Rejection> Rejections { get; init; }

    /// <summary>Users by tier, in the order of the tiers' names.</summary>
    public required IReadOnlyList<Audience> Audiences { get; init; }

    /// <summary>Items by content type.</summary>
    public required IReadOnlyList<CatalogueShare> Catalogue { get; init; }

    /// <summary>Events by type and by whether they lie before the run date.</summary>
    public required IReadOnlyList<Activity> Activities { get; init; }

    /// <summary>Events and active users of each day, from the first day that scores to the last that is judged.</summary>
    public required IReadOnlyList<Day> Days { get; init; }

    /// <summary>The first and the last day of the log.</summary>
    public required EventSpan Events { get; init; }

    /// <summary>The users with the most events.</summary>
    public required IReadOnlyList<BusyUser> BusiestUsers { get; init; }

    /// <summary>How many users engaged with how many items before the run date.</summary>
    public required IReadOnlyList<HistoryShare> Histories { get; init; }

    public required IReadOnlyList<PopularItem> PopularItems { get; init; }

    /// <summary>The length of the shortest of the baseline's lists for eligible users; 0 where one has none.</summary>
    public required long ShortestList { get; init; }

    /// <summary>The places in Amazon Personalize's lists that hold items on offer.</summary>
    public required long PersonalizePlaces { get; init; }

    /// <summary>Which part gave most, over all places of the baseline's lists.</summary>
    public required IReadOnlyList<PartShare> Reasons { get; init; }

    /// <summary>The settings that were tried; none where the baseline's were fixed, or the log is too short.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>Amazon Personalize is among the systems only where there are lists of it.</summary>
    public required IReadOnlyList<EvaluationRow> Evaluation { get; init; }

    /// <summary>Empty without lists of Amazon Personalize.</summary>
    public required IReadOnlyList<ComparisonRow> Comparison { get; init; }

    /// <summary>Users with both lists by how many of their first k items the two lists share, k being <see cref="MainCutoff"/>.</summary>
    public required IReadOnlyList<OverlapShare> Overlaps { get; init; }

    /// <summary>The lengths of the two lists of users with both, at each list length.</summary>
    public required IReadOnlyList<PairLengths> ListPairs { get; init; }

    /// <summary>Places by how the item moved from the baseline's list to Amazon Personalize's, in users with both.</summary>
    public required IReadOnlyList<Share> Movements { get; init; }

    /// <summary>The items that move most from one system to the other, among users with both lists.</summary>
    public required IReadOnlyList<Mover> Movers { get; init; }

    public required IReadOnlyList<Issue> Issues { get; init; }

    public bool HasComparison => Comparison.Count > 0;

    public bool HasEvaluation => Evaluation.Any(row => MetricList.PerUser.Any(metric => metric.Name == row.Metric));

    /// <summary>The list length that summaries speak of: 10 if it is one of the cut-offs, else the middle one.</summary>
    public int MainCutoff => Settings.Evaluation.MainCutoff;

    public sealed record InputRows(
        string Input,
        long Files,
        long Rows,
        long Kept,
        long Rejected,
        long Duplicates,
        long Conflicts,
        long LeftOut,
        long RejectedFiles
    );

    public sealed record Rejection(string Reason, long Rows, string Example);

    public sealed record Audience(string Tier, long Users, long Active, long Eligible, long WithHistory);

    public sealed record CatalogueShare(string ContentType, long Items, long OnOffer, long New, long WithEngagement);

    public sealed record Activity(string EventType, bool IsLater, long Events);

    public sealed record Day(DateOnly Date, long Events, long Users);

    public sealed record HistoryShare(string Items, int LeastItems, long Users);

    public sealed record PopularItem(string Title, string ContentType, double Points, long Users);

    public sealed record Share(string Name, long Places);

    /// <summary>A part of the blend: the places of which it gave most, and how many of them were hits.</summary>
    public sealed record PartShare(string Name, long Places, long Hits);

    /// <summary>A setting that was tried, and what it came to on the weeks before the run date.</summary>
    public sealed record Trial(string Step, string Setting, double Ndcg, double Low, double High, bool IsChosen);

    public sealed record ListLengths(long Shortest);

    public sealed record EventSpan(DateOnly? FirstOn, DateOnly? LastOn);

    public sealed record BusyUser(string UserId, long Events, long MostInADay, long AllEvents, long AllUsers);

    /// <param name="K">The list length.</param>
    /// <param name="Users">Users with both lists.</param>
    /// <param name="LengthProducts">The sum over them of one list's length times the other's, both cut at k.</param>
    public sealed record PairLengths(int K, long Users, long LengthProducts);

    public sealed record EvaluationRow(
        string System,
        string Segment,
        string Metric,
        int K,
        long Users,
        double Value,
        double? Low,
        double? High,
        double? OverPopularity,
        double? OverPopularityLow,
        double? OverPopularityHigh
    );

    public sealed record ComparisonRow(
        string Segment,
        string Metric,
        int K,
        long Users,
        double? Baseline,
        double? Personalize,
        double? Difference,
        double? Agreement,
        double? Low,
        double? High,
        double? PValue,
        double? AdjustedPValue,
        string Verdict
    );

    public sealed record OverlapShare(int Common, long Users);

    public sealed record Mover(string Title, string ContentType, long BaselineUsers, long PersonalizeUsers);

    public sealed record ListPlaces(long Places);

    public sealed record Issue(string Text, long Rows, string Example);

    public EvaluationRow? Evaluated(string system, string metric, string segment = "all") =>
        Evaluation.FirstOrDefault(row => row.System == system && row.Metric == metric && row.K == MainCutoff && row.Segment == segment);

    public ComparisonRow? Compared(string metric, string segment = "all") =>
        Comparison.FirstOrDefault(row => row.Metric == metric && row.K == MainCutoff && row.Segment == segment);

    /// <summary>The segments of the comparison: all users, tiers, sizes of history from none upwards.</summary>
    public IReadOnlyList<string> Segments() =>
        [
            .. Comparison
                .Select(row => row.Segment)
                .Distinct()
                .OrderBy(segment =>
                    segment == "all" ? 0
                    : segment.StartsWith("tier=", StringComparison.Ordinal) ? 1
                    : 2
                )
                .ThenBy(segment => segment == "history=none" ? 0 : 1)
                .ThenBy(segment => segment, StringComparer.Ordinal),
        ];

    /// <summary>Whether any system has anything of a metric: without watch times nobody has watch minutes, and nothing can be said of them.</summary>
    public bool Knows(Metric metric) =>
        Evaluation.Any(row => row.Metric == metric.Name && row.Value is not 0)
        || Comparison.Any(row => row.Metric == metric.Name && row is { Baseline: not (0 or null) } or { Personalize: not (0 or null) });

    /// <summary>The metrics that the headline, the findings and the advice look at, and that somebody has anything of.</summary>
    public IReadOnlyList<Metric> Headlines() => [.. MetricList.Headlines.Where(Knows)];

    /// <summary>Of the days that judge the lists, those up to the last one that the log has.</summary>
    public int JudgedDays => Events.LastOn is { } last ? Math.Clamp(last.DayNumber - RunDate.DayNumber + 1, 0, Settings.Evaluation.HorizonDays) : 0;

    /// <summary>Whether the log ends before the days do that judge the lists.</summary>
    public bool IsCutShort => JudgedDays < Settings.Evaluation.HorizonDays;

    /// <summary>Reads the report's data; the published tables of the run must be registered, and with <c>hasComparison</c> those of the comparison.</summary>
    public static async Task<ReportData> ReadAsync(
        Settings settings,
        string runId,
        bool hasComparison,
        string engine,
        ITableReader tables,
        CancellationToken cancellation
    )
    {
        var k = SqlLiteral.Of(settings.Evaluation.MainCutoff);
        async Task<IReadOnlyList<T>> ReadAsync<T>(Query<T> query) => await query.ReadAsync(tables, settings, cancellation, ("k", k));
        async Task<IReadOnlyList<T>> CompareAsync<T>(Query<T> query) => hasComparison ? await ReadAsync(query) : [];

        return new ReportData
        {
            RunId = runId,
            RunDate = settings.RunDate,
            Engine = engine,
            Settings = settings,
            Inputs = await ReadAsync(DataQualitySection.Inputs),
            Rejections = await ReadAsync(DataQualitySection.Rejections),
            Issues = await CompareAsync(DataQualitySection.ListIssues),
            Audiences = await ReadAsync(AudienceSection.Audiences),
            Catalogue = await ReadAsync(AudienceSection.Catalogue),
            Activities = await ReadAsync(EngagementSection.Activities),
            Days = await ReadAsync(EngagementSection.Days),
            Events = (await ReadAsync(EngagementSection.Events))[0],
            BusiestUsers = await ReadAsync(EngagementSection.BusiestUsers),
            Histories = await ReadAsync(EngagementSection.Histories),
            PopularItems = await ReadAsync(PopularitySection.PopularItems),
            Reasons = await ReadAsync(PopularitySection.Reasons),
            Trials = settings.Baseline == BaselineMode.Auto ? await ReadAsync(TuningSection.Trials) : [],
            ShortestList = (await ReadAsync(PopularitySection.ListLengths))[0].Shortest,
            PersonalizePlaces = (await CompareAsync(DataQualitySection.ListPlaces)).Sum(row => row.Places),
            Evaluation = await ReadAsync(EvaluationSection.Evaluation),
            Comparison = await CompareAsync(ComparisonSection.Comparison),
            Overlaps = await CompareAsync(Agreement.Overlaps),
            ListPairs = await CompareAsync(Agreement.ListPairs),
            Movements = await CompareAsync(Sections.Movements.Places),
            Movers = await CompareAsync(Sections.Movements.Movers),
        };
    }
}
