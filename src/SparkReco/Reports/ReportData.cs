using System.Data;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Reports;

/// <summary>
/// All that a report shows, read from published tables: aggregates only, with a bound on every list, so that its size does not grow
/// with the users.
/// </summary>
public sealed record ReportData
{
    private const int MostReasons = 20;
    private const int MostItems = 12;

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

    /// <summary>How many users engaged with how many items before the run date.</summary>
    public required IReadOnlyList<HistoryShare> Histories { get; init; }

    public required IReadOnlyList<PopularItem> PopularItems { get; init; }

    /// <summary>The length of the shortest of the baseline's lists for eligible users; 0 where one has none.</summary>
    public required long ShortestList { get; init; }

    /// <summary>Which part gave most, over all places of the baseline's lists.</summary>
    public required IReadOnlyList<Share> Reasons { get; init; }

    /// <summary>Amazon Personalize is among the systems only where there are lists of it.</summary>
    public required IReadOnlyList<EvaluationRow> Evaluation { get; init; }

    /// <summary>Empty without lists of Amazon Personalize.</summary>
    public required IReadOnlyList<ComparisonRow> Comparison { get; init; }

    /// <summary>Users with both lists by how many of their first k items the two lists share, k being <see cref="MainCutoff"/>.</summary>
    public required IReadOnlyList<OverlapShare> Overlaps { get; init; }

    /// <summary>Places by how the item moved from the baseline's list to Amazon Personalize's, in users with both.</summary>
    public required IReadOnlyList<Share> Movements { get; init; }

    /// <summary>The items that move most from one system to the other, among users with both lists.</summary>
    public required IReadOnlyList<Mover> Movers { get; init; }

    public required IReadOnlyList<Issue> Issues { get; init; }

    public bool HasComparison => Comparison.Count > 0;

    public bool HasEvaluation => Evaluation.Any(row => row.Metric == "ndcg");

    /// <summary>The list length that summaries speak of: 10 if it is one of the cut-offs, else the middle one.</summary>
    public int MainCutoff => MainCutoffOf(Settings);

    public sealed record InputRows(string Input, long Files, long Rows, long Kept, long Rejected, long Duplicates, long Conflicts, long RejectedFiles);

    public sealed record Rejection(string Reason, long Rows, string Example);

    public sealed record Audience(string Tier, long Users, long Active, long Eligible, long WithHistory);

    public sealed record CatalogueShare(string ContentType, long Items, long OnOffer, long New, long WithEngagement);

    public sealed record Activity(string EventType, bool IsLater, long Events);

    public sealed record Day(DateOnly Date, long Events, long Users);

    public sealed record HistoryShare(string Items, int Order, long Users);

    public sealed record PopularItem(string Title, string ContentType, double Points, long Users);

    public sealed record Share(string Name, long Count);

    public sealed record EvaluationRow(
        string System, string Segment, string Metric, int K, long Users, double Value, double? Low, double? High,
        double? OverPopularity, double? OverPopularityLow, double? OverPopularityHigh);

    public sealed record ComparisonRow(
        string Segment, string Metric, int K, long Users, double? Baseline, double? Personalize, double? Difference, double? Agreement,
        double? Low, double? High, double? AdjustedPValue, string Verdict);

    public sealed record OverlapShare(int Common, long Users);

    public sealed record Mover(string Title, string ContentType, long BaselineUsers, long PersonalizeUsers);

    public sealed record Issue(string Text, long Rows, string Example);

    public EvaluationRow? Evaluated(string system, string metric, string segment = "all") =>
        Evaluation.FirstOrDefault(row => row.System == system && row.Metric == metric && row.K == MainCutoff && row.Segment == segment);

    public ComparisonRow? Compared(string metric, string segment = "all") =>
        Comparison.FirstOrDefault(row => row.Metric == metric && row.K == MainCutoff && row.Segment == segment);

    private static int MainCutoffOf(Settings settings)
    {
        var cutoffs = settings.Evaluation.Cutoffs;
        return cutoffs.Contains(10) ? 10 : cutoffs[cutoffs.Count / 2];
    }

    /// <summary>Reads the report's data; the published tables of the run must be registered, and with <c>hasComparison</c> those of the comparison.</summary>
    public static async Task<ReportData> ReadAsync(Settings settings, string runId, bool hasComparison, IEngine engine, CancellationToken cancellation)
    {
        var runDate = $"date '{settings.RunDate:yyyy-MM-dd}'";
        var k = MainCutoffOf(settings);
        var withBothLists = $"inner join recommendation_overlap as b on b.user_id = s.user_id and b.k = {k} and b.baseline_count > 0 and b.personalize_count > 0";

        async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map) => await engine.ReadAsync(sql, map, cancellation);
        async Task<IReadOnlyList<T>> CompareAsync<T>(string sql, Func<IDataRecord, T> map) => hasComparison ? await ReadAsync(sql, map) : [];

        return new ReportData
        {
            RunId = runId,
            RunDate = settings.RunDate,
            Engine = engine.Description,
            Settings = settings,
            Inputs = await ReadAsync(
                """
                select c.input, cast(count(*) as bigint), cast(sum(c.row_count) as bigint), cast(sum(c.kept_count) as bigint),
                  cast(sum(c.rejected_count) as bigint), cast(sum(c.duplicate_count) as bigint), cast(sum(c.conflict_count) as bigint), cast(count(w.source) as bigint)
                from row_counts as c left join (select distinct source from rejected_rows where line is null and raw = '') as w on w.source = c.source
                group by c.input order by c.input desc
                """,
                row => new InputRows(
                    row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7))),
            Rejections = await ReadAsync(
                $"""
                select reason, cast(count(*) as bigint) as row_count, min(concat(source, coalesce(':' || cast(line as string), '')))
                from rejected_rows group by reason order by row_count desc, reason limit {MostReasons}
                """,
                row => new Rejection(row.GetString(0), row.GetInt64(1), row.GetString(2))),
            Audiences = await ReadAsync(
                """
                select u.tier, cast(count(*) as bigint), cast(count_if(u.is_monthly_active) as bigint), cast(count_if(u.is_eligible) as bigint), cast(count(h.user_id) as bigint)
                from users as u left join (select distinct user_id from engagement) as h on h.user_id = u.user_id
                group by u.tier order by u.tier
                """,
                row => new Audience(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))),
            Catalogue = await ReadAsync(
                $"""
                select i.content_type, cast(count(*) as bigint), cast(count_if(i.is_available and coalesce(i.published_on < {runDate}, true)) as bigint),
                  cast(count_if(coalesce(i.published_on >= date_sub({runDate}, {settings.Blend.NewItemDays}), false)) as bigint), cast(count(h.item_id) as bigint)
                from items as i left join (select distinct item_id from engagement) as h on h.item_id = i.item_id
                group by i.content_type order by i.content_type
                """,
                row => new CatalogueShare(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))),
            Activities = await ReadAsync(
                $"""
                select event_type, event_date >= {runDate} as is_later, cast(sum(event_count) as bigint)
                from interactions group by 1, 2 order by 1, 2
                """,
                row => new Activity(row.GetString(0), row.GetBoolean(1), row.GetInt64(2))),
            Days = await ReadAsync(
                $"""
                select cast(unix_date(event_date) as bigint) as day, cast(sum(event_count) as bigint), cast(count(distinct user_id) as bigint)
                from interactions
                where event_type <> 'impression' and event_date >= date_sub({runDate}, {settings.Engagement.LookbackDays})
                  and event_date < date_add({runDate}, {settings.Evaluation.HorizonDays})
                group by 1 order by 1
                """,
                row => new Day(DateOnly.FromDateTime(DateTime.UnixEpoch.AddDays(row.GetInt64(0))), row.GetInt64(1), row.GetInt64(2))),
            Histories = await ReadAsync(
                """
                select case when n = 0 then 'none' when n = 1 then '1' when n < 5 then '2-4' when n < 10 then '5-9' when n < 20 then '10-19' when n < 50 then '20-49' when n < 100 then '50-99' else '100+' end as items,
                  cast(min(n) as int) as least_items, cast(count(*) as bigint)
                from (select u.user_id, count(e.item_id) as n from users as u left join engagement as e on e.user_id = u.user_id group by u.user_id) as h
                group by 1 order by least_items
                """,
                row => new HistoryShare(row.GetString(0), row.GetInt32(1), row.GetInt64(2))),
            PopularItems = await ReadAsync(
                $"""
                select i.title, i.content_type, p.score, p.user_count from item_popularity as p inner join items as i on i.item_id = p.item_id
                where p.segment = 'all' and p.rank <= {MostItems} order by p.rank
                """,
                row => new PopularItem(row.GetString(0), row.GetString(1), row.GetInt64(2) / 1e6, row.GetInt64(3))),
            ShortestList = (await ReadAsync(
                """
                select cast(coalesce(min(n), 0) as bigint) from (
                  select count(r.item_id) as n from users as u left join recommendations as r on r.user_id = u.user_id and r.system = 'baseline'
                  where u.is_eligible group by u.user_id) as l
                """,
                row => row.GetInt64(0)))[0],
            Reasons = await ReadAsync(
                "select reason, cast(count(*) as bigint) as place_count from recommendations where system = 'baseline' group by reason order by place_count desc, reason",
                row => new Share(row.GetString(0), row.GetInt64(1))),
            Evaluation = await ReadAsync(
                $"""
                select system, segment, metric, k, user_count, metric_value, ci_low, ci_high, over_popularity, over_popularity_ci_low, over_popularity_ci_high
                from evaluation_summary where system <> '{(hasComparison ? "" : "personalize")}' order by system, segment, metric, k
                """,
                row => new EvaluationRow(
                    row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt64(4), row.GetDouble(5),
                    Double(row, 6), Double(row, 7), Double(row, 8), Double(row, 9), Double(row, 10))),
            Comparison = await CompareAsync(
                """
                select segment, metric, k, user_count, baseline, personalize, difference, agreement, ci_low, ci_high, adjusted_p_value, verdict
                from comparison_summary order by segment, metric, k
                """,
                row => new ComparisonRow(
                    row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetInt64(3), Double(row, 4), Double(row, 5), Double(row, 6), Double(row, 7),
                    Double(row, 8), Double(row, 9), Double(row, 10), row.GetString(11))),
            Overlaps = await CompareAsync(
                $"select common_count, cast(count(*) as bigint) from recommendation_overlap where k = {k} and baseline_count > 0 and personalize_count > 0 group by common_count order by common_count",
                row => new OverlapShare(row.GetInt32(0), row.GetInt64(1))),
            Movements = await CompareAsync(
                $"select s.movement, cast(count(*) as bigint) from rank_shifts as s {withBothLists} group by s.movement order by s.movement",
                row => new Share(row.GetString(0), row.GetInt64(1))),
            Movers = await CompareAsync(
                $"""
                select i.title, i.content_type, cast(count(s.baseline_rank) as bigint) as baseline_users, cast(count(s.personalize_rank) as bigint) as personalize_users
                from rank_shifts as s {withBothLists} inner join items as i on i.item_id = s.item_id
                group by i.item_id, i.title, i.content_type order by abs(count(s.baseline_rank) - count(s.personalize_rank)) desc, i.item_id limit {MostItems}
                """,
                row => new Mover(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))),
            Issues = await CompareAsync(
                $"select issue, row_count, example from list_issues order by row_count desc, issue limit {MostReasons}",
                row => new Issue(row.GetString(0), row.GetInt64(1), row.IsDBNull(2) ? "" : row.GetString(2))),
        };
    }

    /// <summary>A number, or null where there is none, NaN included.</summary>
    private static double? Double(IDataRecord row, int column) =>
        !row.IsDBNull(column) && row.GetDouble(column) is var number && double.IsFinite(number) ? number : null;
}
