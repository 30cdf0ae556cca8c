using System.Reflection;
using static SparkReco.Models.ColumnType;

namespace SparkReco.Models;

/// <summary>The one vocabulary of column names: a name means the same in every table, model, test and message.</summary>
public static class Columns
{
#pragma warning disable CS1591 // A column's last argument says what it means.
    public static readonly Column UserId = new("user_id", ColumnType.String, "the user");
    public static readonly Column Tier = new("tier", ColumnType.String, "paid or free");
    public static readonly Column Plan = new("plan", ColumnType.String, "the plan the user pays for");
    public static readonly Column Country = new("country", ColumnType.String, "the user's country");
    public static readonly Column RegisteredOn = new("registered_on", Date, "the day the user registered");
    public static readonly Column LastActiveOn = new(
        "last_active_on",
        Date,
        "the last day the user was active before the run date, by the user's row or by an event"
    );
    public static readonly Column IsMonthlyActive = new(
        "is_monthly_active",
        ColumnType.Boolean,
        "whether the user was active in the days before the run date"
    );
    public static readonly Column IsEligible = new(
        "is_eligible",
        ColumnType.Boolean,
        "whether the user gets recommendations: paid, or free and monthly active"
    );
    public static readonly Column ItemId = new("item_id", ColumnType.String, "the item");
    public static readonly Column ContentType = new("content_type", ColumnType.String, "course, video or podcast");
    public static readonly Column Title = new("title", ColumnType.String, "the item's title; its id where it has none");
    public static readonly Column Category = new("category", ColumnType.String, "the item's category");
    public static readonly Column Language = new("language", ColumnType.String, "the item's language");
    public static readonly Column DurationSeconds = new("duration_seconds", BigInt, "the item's length");
    public static readonly Column PublishedOn = new("published_on", Date, "the day the item was published");
    public static readonly Column IsAvailable = new("is_available", ColumnType.Boolean, "whether the item may be recommended");
    public static readonly Column EventId = new("event_id", ColumnType.String, "the event's id, where the log has one");
    public static readonly Column EventType = new("event_type", ColumnType.String, "impression, click, watch, like or complete");
    public static readonly Column OccurredAtMs = new("occurred_at_ms", BigInt, "when it happened, milliseconds since 1970-01-01 UTC");
    public static readonly Column EventDate = new("event_date", Date, "the day it happened, UTC");
    public static readonly Column EventCount = new("event_count", BigInt, "how many events the row stands for; 1 unless the log is a summary");
    public static readonly Column WatchSeconds = new("watch_seconds", BigInt, "seconds watched or listened to");
    public static readonly Column Source = new("source", ColumnType.String, "where it came from: a system's list, or a file");
    public static readonly Column Position = new("position", Int, "the place in the list, from 1");
    public static readonly Column Line = new("line", BigInt, "the line in the file, or the row of a Parquet file, where it is known");
    public static readonly Column Reason = new(
        "reason",
        ColumnType.String,
        "why: of a rejected row, what is wrong; of a recommendation, the part that gave most"
    );
    public static readonly Column RejectedValue = new(
        "value",
        ColumnType.String,
        "the value that is wrong, where it is one: shortened, and with escapes for what is invisible"
    );
    public static readonly Column InvalidValue = new(
        "value",
        ColumnType.String,
        "the value, shortened, and with escapes for what is invisible; null for all that are not counted one by one"
    );
    public static readonly Column Field = new("field", ColumnType.String, "the field of the input that is without a value");
    public static readonly Column Raw = new(
        "raw",
        ColumnType.String,
        "the first 1,000 characters of the row; of an event of an unknown user or item, its main fields"
    );
    public static readonly Column Input = new("input", ColumnType.String, "users, items or events");
    public static readonly Column RowCount = new("row_count", BigInt, "rows");
    public static readonly Column KeptCount = new("kept_count", BigInt, "rows that became rows of a table");
    public static readonly Column RejectedCount = new("rejected_count", BigInt, "rows that were rejected with a reason");
    public static readonly Column DuplicateCount = new(
        "duplicate_count",
        BigInt,
        "rows that are not kept because another one has the same id or, where events have none, the same values"
    );
    public static readonly Column LeftOutCount = new("left_out_count", BigInt, "rows that the settings leave out (inputs.*.where)");
    public static readonly Column ConflictCount = new(
        "conflict_count",
        BigInt,
        "of the duplicates, those with values that no other row of their id has before them: ids that are used twice, or rows that contradict each other"
    );
    public static readonly Column Score = new("score", BigInt, "engagement in micro-points; of a recommendation, the system's own score");
    public static readonly Column ClickCount = new("click_count", BigInt, "clicks");
    public static readonly Column LikeCount = new("like_count", BigInt, "likes");
    public static readonly Column CompletionCount = new("completion_count", BigInt, "completions");
    public static readonly Column FirstOn = new("first_on", Date, "the first day");
    public static readonly Column LastOn = new("last_on", Date, "the last day");
    public static readonly Column FirstAtMs = new("first_at_ms", BigInt, "the first time, milliseconds since 1970-01-01 UTC");
    public static readonly Column LastAtMs = new("last_at_ms", BigInt, "the last time, milliseconds since 1970-01-01 UTC");
    public static readonly Column Segment = new(
        "segment",
        ColumnType.String,
        "all, or a property and its value: tier=paid, content_type=video, category=..., history=1-9"
    );
    public static readonly Column Rank = new("rank", Int, "the place, from 1");
    public static readonly Column UserCount = new("user_count", BigInt, "users");
    public static readonly Column Dimension = new("dimension", ColumnType.String, "content_type or category");
    public static readonly Column Value = new("value", ColumnType.String, "the dimension's value");
    public static readonly Column Weight = new("weight", BigInt, "the value's share of the user's engagement, parts per million");
    public static readonly Column NeighborId = new("neighbor_id", ColumnType.String, "the similar item");
    public static readonly Column Similarity = new("similarity", BigInt, "how similar, parts per million millions; by EASE it may be negative");
    public static readonly Column Support = new("support", BigInt, "users who had both; of directed pairs, users who had the neighbour later");
    public static readonly Column K = new("k", Int, "the list length that counts");
    public static readonly Column BaselineCount = new("baseline_count", Int, "items in the baseline's list");
    public static readonly Column PersonalizeCount = new("personalize_count", Int, "items in Amazon Personalize's list");
    public static readonly Column CommonCount = new("common_count", Int, "items in both lists");
    public static readonly Column BaselineRank = new("baseline_rank", Int, "the item's rank in the baseline's list");
    public static readonly Column PersonalizeRank = new("personalize_rank", Int, "the item's rank in Amazon Personalize's list");
    public static readonly Column Shift = new("shift", Int, "baseline_rank - personalize_rank: positive where Amazon Personalize ranks higher");
    public static readonly Column Movement = new(
        "movement",
        ColumnType.String,
        "entered, left, up, down or same, going from the baseline to Amazon Personalize"
    );
    public static readonly Column PlaceCount = new("place_count", BigInt, "places in the lists of all users");
    public static readonly Column TruthCount = new("truth_count", Int, "new items the user engaged with in the days judged");
    public static readonly Column HitCount = new("hit_count", Int, "of them, items in the list");
    public static readonly Column System = new("system", ColumnType.String, "baseline, personalize, popularity or random");
    public static readonly Column TrialNumber = new("trial", Int, "the number of the trial, in the order in which they were made");
    public static readonly Column Step = new("step", ColumnType.String, "the step of the search: which setting was looked for");
    public static readonly Column Setting = new("setting", ColumnType.String, "the setting that was tried, with the best ones of the steps before");
    public static readonly Column JudgedFrom = new(
        "judged_from",
        ColumnType.String,
        "the first day of the days that judged it, or all; the run date where what was held out judged it"
    );
    public static readonly Column IsChosen = new("is_chosen", ColumnType.Boolean, "whether the baseline was made with it");
    public static readonly Column ServiceValue = new("service_value", ColumnType.Double, "the metric's value as the service measured it");
    public static readonly Column Metric = new("metric", ColumnType.String, "the metric's name");
    public static readonly Column MetricValue = new("metric_value", ColumnType.Double, "the metric's value");
    public static readonly Column CiLow = new("ci_low", ColumnType.Double, "lower end of the confidence interval");
    public static readonly Column CiHigh = new("ci_high", ColumnType.Double, "upper end of the confidence interval");
    public static readonly Column OverPopularity = new(
        "over_popularity",
        ColumnType.Double,
        "the value less the plain popularity list's, over the same users"
    );
    public static readonly Column OverPopularityCiLow = new("over_popularity_ci_low", ColumnType.Double, "lower end of its confidence interval");
    public static readonly Column OverPopularityCiHigh = new("over_popularity_ci_high", ColumnType.Double, "upper end of its confidence interval");
    public static readonly Column Baseline = new("baseline", ColumnType.Double, "the baseline's value");
    public static readonly Column Personalize = new("personalize", ColumnType.Double, "Amazon Personalize's value");
    public static readonly Column Difference = new("difference", ColumnType.Double, "personalize - baseline");
    public static readonly Column Agreement = new("agreement", ColumnType.Double, "the value of a metric that belongs to both lists together");
    public static readonly Column PValue = new("p_value", ColumnType.Double, "two-sided p-value of the difference, by its bootstrap standard error");
    public static readonly Column AdjustedPValue = new(
        "adjusted_p_value",
        ColumnType.Double,
        "p_value after Holm's correction over the segments of the same metric and k"
    );
    public static readonly Column Verdict = new(
        "verdict",
        ColumnType.String,
        "personalize is better, baseline is better, no clear difference, too few users; or: agreement"
    );
    public static readonly Column Issue = new("issue", ColumnType.String, "what was wrong");
    public static readonly Column Example = new("example", ColumnType.String, "one place where it was so");

    /// <summary>All columns of the vocabulary, those of the metrics among them.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        .. typeof(Columns)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => field.GetValue(null))
            .OfType<Column>()
            .UnionBy(Metrics.MetricList.PerUser.Concat(Metrics.MetricList.OfPairs).Select(metric => metric.Column), column => column.Name),
    ];

    /// <summary>The same column where it may be null.</summary>
    public static Column OrNull(this Column column) => column with { IsNullable = true };

    /// <summary>The same column with another type.</summary>
    public static Column As(this Column column, ColumnType type) => column with { Type = type };
}
