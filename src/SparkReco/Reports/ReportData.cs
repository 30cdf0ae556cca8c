using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;
using SparkReco.Ports;
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

    /// <summary>The length of the shortest of the baseline's lists for eligible users; 0 where one has none.</summary>
    public required long ShortestList { get; init; }

    /// <summary>The lists of each system, as shown.</summary>
    public required IReadOnlyList<ListPlaces> Lists { get; init; }

    /// <summary>Which part gave most, over all places of the baseline's lists.</summary>
    public required IReadOnlyList<PartShare> Reasons { get; init; }

    /// <summary>The settings that were tried; none where the baseline's were fixed, or the log is too short.</summary>
    public required IReadOnlyList<Trial> Trials { get; init; }

    /// <summary>The learned re-ranking of the baseline.</summary>
    public required RankerReport Ranker { get; init; }

    /// <summary>Systems from outside are among them only where there are lists of theirs.</summary>
    public required IReadOnlyList<EvaluationRow> Evaluation { get; init; }

    /// <summary>Empty without lists from outside.</summary>
    public required IReadOnlyList<ComparisonRow> Comparison { get; init; }

    /// <summary>Users with both lists by how many of their first k items the two lists share, k being <see cref="MainCutoff"/>.</summary>
    public required IReadOnlyList<OverlapShare> Overlaps { get; init; }

    /// <summary>The users with both lists or one, and how long these are, at each list length.</summary>
    public required IReadOnlyList<PairLengths> ListPairs { get; init; }

    /// <summary>Places by how the item moved from the reference's list to the system's, in users with both.</summary>
    public required IReadOnlyList<Share> Movements { get; init; }

    /// <summary>The items that move most from one system to the other, among users with both lists.</summary>
    public required IReadOnlyList<Mover> Movers { get; init; }

    /// <summary>Which of what users did later each system foretold among its first places.</summary>
    public required IReadOnlyList<Found> Foretold { get; init; }

    /// <summary>What one system shows and the other does not, and what became of it.</summary>
    public required IReadOnlyList<Discovery> Discoveries { get; init; }

    /// <summary>What the system costs beside what it gains; none where no cost is known.</summary>
    public IReadOnlyList<CostRow> Costs { get; init; } = [];

    /// <summary>The main figures, beside those of the latest day before that the lake has.</summary>
    public IReadOnlyList<HistoryRow> History { get; init; } = [];

    /// <summary>How each system's lists changed since that day.</summary>
    public IReadOnlyList<ChurnRow> Churn { get; init; } = [];

    /// <summary>The settings that are others than on that day.</summary>
    public IReadOnlyList<SettingChange> SettingChanges { get; init; } = [];

    public required IReadOnlyList<Issue> Issues { get; init; }

    /// <summary>The files that are compared where there is no run; null of a run.</summary>
    public ComparedFiles? Files { get; init; }

    /// <summary>What people did with lists that they were shown.</summary>
    public ExperimentReport Experiment { get; init; } = ExperimentReport.Empty;

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

    public sealed record Share(string Name, long Places);

    /// <summary>A part of the blend: the places of which it gave most, and how many of them were hits.</summary>
    public sealed record PartShare(string Name, long Places, long Hits);

    /// <summary>A setting that was tried, and what it came to on the weeks before the run date.</summary>
    public sealed record Trial(string Step, string Setting, double Ndcg, double Low, double High, bool IsChosen);

    public sealed record ListLengths(long Shortest);

    public sealed record EventSpan(DateOnly? FirstOn, DateOnly? LastOn);

    public sealed record BusyUser(string UserId, long Events, long MostInADay, DateOnly BusiestOn, long AllEvents, long AllUsers);

    /// <param name="K">The list length.</param>
    /// <param name="Users">Users with both lists.</param>
    /// <param name="LengthProducts">The sum over them of one list's length times the other's, both cut at k.</param>
    /// <param name="ReferenceAlone">Users with a list of the reference only.</param>
    /// <param name="SystemAlone">Users with a list of the system only.</param>
    /// <param name="ReferenceShort">Users whose list of the reference has fewer than k items.</param>
    /// <param name="SystemShort">Users whose list of the system has fewer than k items.</param>
    public sealed record PairLengths(
        int K,
        long Users,
        long LengthProducts,
        long ReferenceAlone = 0,
        long SystemAlone = 0,
        long ReferenceShort = 0,
        long SystemShort = 0
    )
    {
        public long AllUsers => Users + ReferenceAlone + SystemAlone;
    }

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
        string Reference,
        string System,
        string Segment,
        string Metric,
        int K,
        long Users,
        double? ReferenceValue,
        double? SystemValue,
        double? Difference,
        double? Agreement,
        double? Low,
        double? High,
        double? PValue,
        double? AdjustedPValue,
        string Verdict,
        long? Gained = null,
        long? Lost = null,
        double? Detectable = null,
        long? UsersNeeded = null
    );

    public sealed record OverlapShare(int Common, long Users);

    /// <param name="FoundBy">both, reference, system or neither.</param>
    /// <param name="Users">Users with such items.</param>
    /// <param name="Items">Items that users did later and that were foretold so.</param>
    /// <param name="RecallShare">The mean over judged users of their share of the user's relevant items.</param>
    /// <param name="WatchSeconds">What was watched of them.</param>
    /// <param name="Completions">How many were completed.</param>
    /// <param name="Likes">How many were liked.</param>
    public sealed record Found(string FoundBy, long Users, long Items, double RecallShare, long WatchSeconds, long Completions, long Likes);

    /// <param name="OnlyIn">The system that shows the items.</param>
    /// <param name="Kind">all, new, long_tail, new_to_user or unshown.</param>
    /// <param name="Places">Places among the first k of all lists.</param>
    /// <param name="Items">Different items in them.</param>
    /// <param name="Users">Users with such places.</param>
    /// <param name="Hits">Places whose item the user did later.</param>
    /// <param name="WatchSeconds">What was watched of them.</param>
    public sealed record Discovery(string OnlyIn, string Kind, long Places, long Items, long Users, long Hits, long WatchSeconds);

    /// <summary>Amounts are in the currency of the settings; hours are of all users in a month.</summary>
    public sealed record CostRow(
        double Monthly,
        string Source,
        double Hours,
        double HoursLow,
        double HoursHigh,
        double? PerHour,
        double? PerHourLow,
        double? PerHourHigh,
        double? BreakEvenMinutes
    );

    /// <summary>A system's metric, or a count of no system.</summary>
    public sealed record HistoryRow(string System, string Figure, double NowValue, DateOnly? EarlierOn, double? EarlierValue);

    public sealed record ChurnRow(
        string System,
        DateOnly EarlierOn,
        long Users,
        long NewUsers,
        long GoneUsers,
        double? SelfOverlap,
        double? SameFirst
    );

    /// <summary>The values are JSON; empty where there was none.</summary>
    public sealed record SettingChange(string Setting, string EarlierValue, string NowValue);

    public sealed record Mover(string Title, string ContentType, long ReferenceUsers, long SystemUsers);

    /// <param name="System">Whose lists they are.</param>
    /// <param name="Users">Users with a list, eligible or not.</param>
    /// <param name="Places">The places of all lists; they hold items on offer.</param>
    public sealed record ListPlaces(string System, long Users, long Places);

    public sealed record Issue(string System, string Text, long Rows, long FirstPlaces, string Example);

    public EvaluationRow? Evaluated(string system, string metric, string segment = "all") =>
        Evaluation.FirstOrDefault(row => row.System == system && row.Metric == metric && row.K == MainCutoff && row.Segment == segment);

    /// <summary>The systems that are judged, in the order of charts; their lists as shown.</summary>
    public IReadOnlyList<string> SystemsShown =>
        field ??= [
            .. new[] { Systems.Baseline }
                .Concat(Systems.OfLists(Settings))
                .Concat([Systems.Popularity, Systems.Random])
                .Where(system => Evaluation.Any(row => row.System == system)),
        ];

    /// <summary>The pair of systems that the report leads with; where nothing is compared, Amazon Personalize beside the baseline.</summary>
    public SystemPair Pair => field ??= Systems.MainPair(Settings) ?? new SystemPair(Systems.Baseline, Systems.Personalize);

    /// <summary>The comparison of <see cref="Pair"/>.</summary>
    public IEnumerable<ComparisonRow> Main => Comparison.Where(row => row.Reference == Pair.Reference && row.System == Pair.System);

    public ComparisonRow? Compared(string metric, string segment = "all") => Compared(metric, Pair, segment);

    /// <summary>A pair's row at the list length that summaries speak of.</summary>
    public ComparisonRow? Compared(string metric, SystemPair pair, string segment = "all") =>
        Comparison.FirstOrDefault(row =>
            row.Reference == pair.Reference && row.System == pair.System && row.Metric == metric && row.K == MainCutoff && row.Segment == segment
        );

    /// <summary>The pairs that there are rows of, in the order of the rows.</summary>
    public IReadOnlyList<SystemPair> PairsCompared() => [.. Comparison.Select(row => new SystemPair(row.Reference, row.System)).Distinct()];

    /// <summary>A system's lists; none where there are none.</summary>
    public ListPlaces PlacesOf(string system) => Lists.FirstOrDefault(row => row.System == system) ?? new(system, 0, 0);

    /// <summary>The number of a system's colour, the same wherever it is shown: of the four that are always there, then of each further one.</summary>
    public int ColourOf(string system) =>
        system switch
        {
            Systems.Baseline => 0,
            Systems.Personalize => 1,
            Systems.Popularity => 2,
            Systems.Random => 3,
            _ => 4 + Systems.OfLists(Settings).Where(name => name != Systems.Personalize).TakeWhile(name => name != system).Count(),
        };

    /// <summary>Whether any system has anything of a metric: without watch times nobody has watch minutes, and nothing can be said of them.</summary>
    public bool Knows(Metric metric) =>
        Evaluation.Any(row => row.Metric == metric.Name && row.Value is not 0)
        || Comparison.Any(row => row.Metric == metric.Name && row is { ReferenceValue: not (0 or null) } or { SystemValue: not (0 or null) });

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
        var pair = Systems.MainPair(settings);
        (string, SqlLiteral)[] parameters =
        [
            ("k", SqlLiteral.Of(settings.Evaluation.MainCutoff)),
            ("reference", SqlLiteral.Of(pair?.Reference ?? "")),
            ("system", SqlLiteral.Of(pair?.System ?? "")),
        ];
        async Task<IReadOnlyList<T>> ReadAsync<T>(Query<T> query) => await query.ReadAsync(tables, settings, cancellation, parameters);
        async Task<IReadOnlyList<T>> CompareAsync<T>(Query<T> query) => hasComparison ? await ReadAsync(query) : [];

        return new ReportData
        {
            RunId = runId,
            RunDate = settings.RunDate,
            Engine = engine,
            Settings = settings,
            Inputs = await ReadAsync(ReportQueries.Inputs),
            Rejections = await ReadAsync(ReportQueries.Rejections),
            Issues = await CompareAsync(ReportQueries.ListIssues),
            Audiences = await ReadAsync(ReportQueries.Audiences),
            Catalogue = await ReadAsync(ReportQueries.Catalogue),
            Activities = await ReadAsync(ReportQueries.Activities),
            Days = await ReadAsync(ReportQueries.Days),
            Events = (await ReadAsync(ReportQueries.Events))[0],
            BusiestUsers = await ReadAsync(ReportQueries.BusiestUsers),
            Reasons = await ReadAsync(ReportQueries.Reasons),
            Trials = settings.Baseline == BaselineMode.Auto ? await ReadAsync(ReportQueries.Trials) : [],
            Ranker =
                settings.Baseline == BaselineMode.Auto
                    ? new RankerReport(await ReadAsync(ReportQueries.RankerTrials), (await ReadAsync(ReportQueries.RankerModel))[0], settings)
                    : RankerReport.None(settings),
            ShortestList = (await ReadAsync(ReportQueries.ListLengths))[0].Shortest,
            Lists = await CompareAsync(ReportQueries.ListPlaces),
            Evaluation = await ReadAsync(ReportQueries.Evaluation),
            Comparison = await CompareAsync(ReportQueries.Comparison),
            Overlaps = await CompareAsync(ReportQueries.Overlaps),
            ListPairs = await CompareAsync(ReportQueries.ListPairs),
            Movements = await CompareAsync(ReportQueries.Movements),
            Foretold = await CompareAsync(ReportQueries.Foretold),
            Discoveries = await CompareAsync(ReportQueries.Discoveries),
            Costs = await CompareAsync(ReportQueries.Costs),
            History = await ReadAsync(ReportQueries.History),
            Churn = await ReadAsync(ReportQueries.Churn),
            SettingChanges = await ReadAsync(ReportQueries.SettingChanges),
            Movers = await CompareAsync(ReportQueries.Movers),
            Experiment = new(
                await ReadAsync(ReportQueries.Sources),
                await ReadAsync(ReportQueries.Experiments),
                await ReadAsync(ReportQueries.ExperimentChecks)
            )
            {
                Policies = await ReadAsync(ReportQueries.Policies),
            },
        };
    }
}
