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
    public static readonly Column Category = new(
        "category",
        ColumnType.String,
        "a category of the item: in items its first, in item_categories each"
    );
    public static readonly Column Format = new(
        "format",
        ColumnType.String,
        "the item's kind within its content type, such as lecture, quiz or interview"
    );
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
    public static readonly Column PropensityPpm = new(
        "propensity_ppm",
        Int,
        "the chance with which the item was shown, as the log has it, parts per million"
    );
    public static readonly Column Line = new("line", BigInt, "the line in the file, or the row of a Parquet file, where it is known");
    public static readonly Column Reason = new(
        "reason",
        ColumnType.String,
        "why: of a rejected row, what is wrong; of a recommendation, the part that gave most"
    );
    public static readonly Column ProposedBy = new(
        "proposed_by",
        ColumnType.String,
        "whose candidate the baseline's item was, all of item_item, category, popularity and recency that had it among their best, with commas between; null of other systems"
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
    public static readonly Column Input = new("input", ColumnType.String, "users, items, events or lists");
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
        "all, or a property and its value: tier=paid, country=DE, plan=..., favourite_type=video, favourite_category=..., history=1-9, activity=last_week"
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
    public static readonly Column Reference = new("reference", ColumnType.String, "the system that the other one is compared with");
    public static readonly Column ReferenceCount = new("reference_count", Int, "items in the reference's list");
    public static readonly Column SystemCount = new("system_count", Int, "items in the system's list");
    public static readonly Column CommonCount = new("common_count", Int, "items in both lists");
    public static readonly Column ReferenceRank = new("reference_rank", Int, "the item's rank in the reference's list");
    public static readonly Column SystemRank = new("system_rank", Int, "the item's rank in the system's list");
    public static readonly Column Shift = new("shift", Int, "reference_rank - system_rank: positive where the system ranks higher");
    public static readonly Column Movement = new(
        "movement",
        ColumnType.String,
        "entered, left, up, down or same, going from the reference's list to the system's"
    );
    public static readonly Column PlaceCount = new("place_count", BigInt, "places in the lists of all users");
    public static readonly Column TruthCount = new("truth_count", Int, "new items the user engaged with in the days judged");
    public static readonly Column HitCount = new("hit_count", Int, "of them, items in the list");
    public static readonly Column System = new(
        "system",
        ColumnType.String,
        "baseline, personalize, popularity, random, the name of lists in inputs.lists, or one of these with _delivered: its lists with what cannot be shown"
    );
    public static readonly Column TrialNumber = new("trial", Int, "the number of the trial, in the order in which they were made");
    public static readonly Column Step = new("step", ColumnType.String, "the step of the search: which setting was looked for");
    public static readonly Column Setting = new("setting", ColumnType.String, "the setting that was tried, with the best ones of the steps before");
    public static readonly Column JudgedFrom = new(
        "judged_from",
        ColumnType.String,
        "the first day of the days that judged it, or all; the run date where what was held out judged it"
    );
    public static readonly Column Tree = new("tree", Int, "the number of the tree; a candidate's rating is the sum over all trees");
    public static readonly Column NodeNumber = new("node", Int, "the number of the node in its tree; 0 is the root");
    public static readonly Column FeatureName = new("feature", ColumnType.String, "what the node asks for; none in a leaf");
    public static readonly Column SplitThreshold = new("threshold", Int, "the greatest value that goes to the left child");
    public static readonly Column LeftChild = new("left_child", Int, "the node of candidates at most at the threshold");
    public static readonly Column RightChild = new("right_child", Int, "the node of the others");
    public static readonly Column NodeValue = new(
        "node_value",
        Int,
        "what a leaf adds to the rating, in 1/25,600 of a binary logarithm of the odds; of an inner node the mean of what it learned from"
    );
    public static readonly Column LearnedOn = new("learned_on", Date, "the run date for which it was learned");
    public static readonly Column RankerId = new(
        "ranker_id",
        ColumnType.String,
        "the ranker's name, a hash of all its nodes: equal ones have equal names"
    );
    public static readonly Column FeatureHash = new(
        "feature_hash",
        ColumnType.String,
        "a hash of what the features mean; where a later run's is another, it does not use the ranker again"
    );
    public static readonly Column Withheld = new("withheld", ColumnType.String, "the group of features that it was learned without; none");
    public static readonly Column IsOfPart = new(
        "is_of_part",
        ColumnType.Boolean,
        "whether it learned from one list of three, for the latest window alone, to see what a group of features adds"
    );
    public static readonly Column BlendNdcg = new("blend_ndcg", ColumnType.Double, "NDCG of lists in the blend's order");
    public static readonly Column RankerNdcg = new("ranker_ndcg", ColumnType.Double, "NDCG of lists in the ranker's order");
    public static readonly Column Gain = new("gain", ColumnType.Double, "ranker_ndcg - blend_ndcg");
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
    public static readonly Column ReferenceValue = new("reference_value", ColumnType.Double, "the reference's value");
    public static readonly Column SystemValue = new("system_value", ColumnType.Double, "the system's value");
    public static readonly Column Difference = new("difference", ColumnType.Double, "system_value - reference_value");
    public static readonly Column MonthlyCost = new(
        "monthly_cost",
        ColumnType.Double,
        "what the system costs a month, in the currency of the settings"
    );
    public static readonly Column CostSource = new(
        "cost_source",
        ColumnType.String,
        "setting: comparison.monthly_cost; prices: what the run asked of the service, by personalize.prices, comparison.runs_per_month times"
    );
    public static readonly Column ExtraHours = new(
        "extra_hours",
        ColumnType.Double,
        "hours a month that users watched later on the system's first k items beyond those on the reference's: at most what its lists bring"
    );
    public static readonly Column ExtraHoursLow = new("extra_hours_low", ColumnType.Double, "lower end of its confidence interval");
    public static readonly Column ExtraHoursHigh = new("extra_hours_high", ColumnType.Double, "upper end of its confidence interval");
    public static readonly Column CostPerHour = new("cost_per_hour", ColumnType.Double, "monthly_cost / extra_hours; null where there are none");
    public static readonly Column CostPerHourLow = new("cost_per_hour_low", ColumnType.Double, "the cost by the upper end of the hours");
    public static readonly Column CostPerHourHigh = new(
        "cost_per_hour_high",
        ColumnType.Double,
        "the cost by the lower end of the hours; null where that is 0 or below, and the cost has no bound"
    );
    public static readonly Column BreakEvenMinutes = new(
        "break_even_minutes",
        ColumnType.Double,
        "minutes per judged user and month from which on the system pays, by comparison.hour_value; null where that is not set"
    );
    public static readonly Column EarlierRunDate = new("earlier_run_date", Date, "the latest day before the run date that the lake has tables of");
    public static readonly Column Figure = new(
        "figure",
        ColumnType.String,
        "a metric's name; or a count: judged_users, eligible_users, users_kept, events_rejected ..."
    );
    public static readonly Column FigureK = new("k", Int, "the list length of a metric; 0 of a count");
    public static readonly Column JudgedDays = new(
        "judged_days",
        Int,
        "of the days that judge the lists, those that the log has; 0 of a count. metrics are compared with those of the same k and as many days"
    );
    public static readonly Column FigureValue = new("figure_value", ColumnType.Double, "its value");
    public static readonly Column EarlierValue = new("earlier_value", ColumnType.Double, "its value on the earlier day");
    public static readonly Column NewUserCount = new("new_user_count", BigInt, "users with a list on this day alone");
    public static readonly Column GoneUserCount = new("gone_user_count", BigInt, "users with a list on the earlier day alone");
    public static readonly Column SelfOverlap = new(
        "self_overlap",
        ColumnType.Double,
        "of the items among the first k of the earlier lists, of users with a list on both days, the share that is among the first k now; k is the list length that headlines speak of"
    );
    public static readonly Column SameFirstShare = new("same_first_share", ColumnType.Double, "share of these users whose first item is the same");
    public static readonly Column EarlierSetting = new(
        "earlier_setting",
        ColumnType.String,
        "its value on the earlier day, as JSON; empty where there was none"
    );
    public static readonly Column NowSetting = new("now_setting", ColumnType.String, "its value now, as JSON; empty where there is none");
    public static readonly Column FoundBy = new("found_by", ColumnType.String, "both, reference, system or neither");
    public static readonly Column ItemCount = new("item_count", BigInt, "items");
    public static readonly Column JudgedPlaceCount = new("judged_place_count", BigInt, "of the places, those of judged users, which can be hits");
    public static readonly Column RecallShare = new(
        "recall_share",
        ColumnType.Double,
        "mean over judged users of the part of their relevant items; of found_by = system it is the system's recall gain over the reference"
    );
    public static readonly Column CompletedCount = new("completed_count", BigInt, "of the items, those that the user completed later");
    public static readonly Column LikedCount = new("liked_count", BigInt, "of the items, those that the user liked later");
    public static readonly Column OnlyIn = new("only_in", ColumnType.String, "the system that shows the items, where the other one does not");
    public static readonly Column Kind = new(
        "kind",
        ColumnType.String,
        "of what one system shows alone: all; new, published in the blend.new_item_days before the run date; long_tail, not among the items that hold 80 % of what users had; new_to_user, of a category that the user had nothing of; unshown, in no list of the other system. Of an experiment: ab_test, where each user saw one source; interleaved, where users saw both side by side; mixed, where they saw one, then the other; observational, else"
    );
    public static readonly Column GainedCount = new("gained_count", BigInt, "users whose value is higher with the system");
    public static readonly Column LostCount = new("lost_count", BigInt, "users whose value is higher with the reference");
    public static readonly Column DetectableDifference = new(
        "detectable_difference",
        ColumnType.Double,
        "the smallest true difference that so many users show clearly in 80 of 100 cases"
    );
    public static readonly Column UsersNeeded = new(
        "users_needed",
        BigInt,
        "so many users would show a difference of this size clearly in 80 of 100 cases; null where there is none"
    );
    public static readonly Column Agreement = new("agreement", ColumnType.Double, "the value of a metric that belongs to both lists together");
    public static readonly Column PValue = new(
        "p_value",
        ColumnType.Double,
        "two-sided p-value of the difference: of hit rates by McNemar's test, of others by the bootstrap standard error"
    );
    public static readonly Column AdjustedPValue = new(
        "adjusted_p_value",
        ColumnType.Double,
        "p_value after Holm's correction: of all users over the metrics of the same pair and k, of other segments over those of the same metric"
    );
    public static readonly Column Verdict = new(
        "verdict",
        ColumnType.String,
        "personalize is better, baseline is better, no clear difference, too few users; or: agreement"
    );
    public static readonly Column FirstPlaceCount = new(
        "first_place_count",
        BigInt,
        "of the rows, places among the first k, k being the list length that headlines speak of"
    );
    public static readonly Column Control = new("control", ColumnType.String, "the source that the other one is measured against");
    public static readonly Column Treatment = new("treatment", ColumnType.String, "the source that is measured");
    public static readonly Column ControlUserCount = new("control_user_count", BigInt, "users with the control");
    public static readonly Column TreatmentUserCount = new("treatment_user_count", BigInt, "users with the treatment");
    public static readonly Column ControlValue = new("control_value", ColumnType.Double, "the metric's value with the control");
    public static readonly Column TreatmentValue = new("treatment_value", ColumnType.Double, "the metric's value with the treatment");
    public static readonly Column RelativeDifference = new("relative_difference", ColumnType.Double, "difference / control_value");
    public static readonly Column RelativeCiLow = new(
        "relative_ci_low",
        ColumnType.Double,
        "lower end of its confidence interval: delta method on the ratio, symmetric"
    );
    public static readonly Column RelativeCiHigh = new("relative_ci_high", ColumnType.Double, "upper end of that interval");
    public static readonly Column CupedDifference = new(
        "cuped_difference",
        ColumnType.Double,
        "the difference, adjusted for what the users did in the 28 days before the test (CUPED, one theta for both arms)"
    );
    public static readonly Column CupedCiLow = new("cuped_ci_low", ColumnType.Double, "lower end of its confidence interval");
    public static readonly Column CupedCiHigh = new("cuped_ci_high", ColumnType.Double, "upper end of its confidence interval");
    public static readonly Column CupedPValue = new("cuped_p_value", ColumnType.Double, "two-sided p-value of cuped_difference");
    public static readonly Column AlwaysValidLow = new(
        "always_valid_low",
        ColumnType.Double,
        "lower end of the interval around cuped_difference, or the difference, that holds however often one looks"
    );
    public static readonly Column AlwaysValidHigh = new("always_valid_high", ColumnType.Double, "upper end of that interval");
    public static readonly Column ImpressionCount = new("impression_count", BigInt, "impressions");
    public static readonly Column Estimator = new(
        "estimator",
        ColumnType.String,
        "logged, what was shown; replay, ips, snips, direct, doubly_robust: what the system's lists would have got"
    );
    public static readonly Column RoundCount = new("round_count", BigInt, "impressions with a propensity, of users with a list");
    public static readonly Column MatchCount = new("match_count", BigInt, "of them, those of items that the list has");
    public static readonly Column EffectiveCount = new(
        "effective_count",
        ColumnType.Double,
        "the effective sample size: the square of the sum of weights by the sum of their squares"
    );
    public static readonly Column LargestWeight = new("largest_weight", ColumnType.Double, "the largest weight of an impression");
    public static readonly Column CheckName = new("check_name", ColumnType.String, "what was looked at");
    public static readonly Column CheckedValue = new("checked_value", ColumnType.Double, "what was found");
    public static readonly Column Threshold = new("threshold", ColumnType.Double, "the value from which on it is no longer ok");
    public static readonly Column Status = new("status", ColumnType.String, "ok, warning or failed");
    public static readonly Column Message = new("message", ColumnType.String, "what it means, in a sentence");
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
