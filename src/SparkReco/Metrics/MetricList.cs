using SparkReco.Models;
using static SparkReco.Metrics.MetricFamily;
using static SparkReco.Metrics.MetricUnit;

namespace SparkReco.Metrics;

/// <summary>All metrics, in the order of columns, tables and reports. How to add one: docs/extending.md.</summary>
public static class MetricList
{
    /// <summary>All metrics, in the order in which tables and documents have them.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        new("hit_rate", Accuracy, "hit rate", Share, "Share of users who find at least one relevant item among the first k.", "1 with a hit, else 0")
        {
            Headline = "Users with a hit among the first {k}",
        },
        new("precision", Accuracy, "precision", Share, "Relevant items among the first k, divided by k.", "hit_count / k, also for shorter lists"),
        new(
            "recall",
            Accuracy,
            "recall",
            Share,
            "Relevant items among the first k, divided by all relevant items of the user.",
            "hit_count / truth_count"
        ),
        new(
            "ndcg",
            Accuracy,
            "NDCG",
            Score,
            "Relevant items among the first k, where higher places count more; 1 is the best order possible.",
            "sum of 1/log2(rank + 1) over the hits, divided by the same sum over ranks 1 to min(truth_count, k)"
        )
        {
            Source = "Burges et al., Learning to rank using gradient descent, ICML 2005, with gains of 0 and 1",
            Headline = "NDCG@{k}",
        },
        new(
            "map",
            Accuracy,
            "MAP",
            Score,
            "Mean precision at the places of the relevant items; 1 is the best order possible.",
            "average precision: sum over the hits of (hits up to that rank / rank), divided by min(truth_count, k)"
        )
        {
            ColumnName = "average_precision",
        },
        new(
            "mrr",
            Accuracy,
            "MRR",
            Score,
            "One divided by the place of the first relevant item, 0 without one.",
            "1 / rank of the first hit, 0 without one"
        )
        {
            ColumnName = "reciprocal_rank",
        },
        new(
            "watch_minutes",
            Engagement,
            "watch minutes",
            Minutes,
            "Minutes per user watched later on items among the first k.",
            "seconds watched or listened to later on the hits; the metric is in minutes per judged user"
        )
        {
            ColumnName = "watch_seconds",
            ColumnType = ColumnType.BigInt,
            ColumnUnit = 1 / 60d,
            Headline = "Later watch minutes per user on the first {k}",
        },
        new(
            "completions",
            Engagement,
            "completions",
            Count,
            "Items among the first k that the user completed later.",
            "hits that were completed later; the metric is their number per judged user"
        )
        {
            ColumnName = "completed_count",
            ColumnType = ColumnType.BigInt,
        },
        new(
            "likes",
            Engagement,
            "likes",
            Count,
            "Items among the first k that the user liked later.",
            "hits that were liked later; the metric is their number per judged user"
        )
        {
            ColumnName = "liked_count",
            ColumnType = ColumnType.BigInt,
        },
        new(
            "coverage",
            BeyondAccuracy,
            "catalogue coverage",
            Share,
            "Share of the available items that are in anybody's first k.",
            "different items in the first k places of all lists / items on offer"
        ),
        new(
            "novelty",
            BeyondAccuracy,
            "novelty",
            Bits,
            "How unknown the items are: −log2 of the share of users who had them, so 1 bit more is half as known.",
            "mean over all places of -log2((users who had the item before + 1) / (users who had any item + 1)); an item nobody had is the most novel"
        ),
        new(
            "gini",
            BeyondAccuracy,
            "Gini index",
            Score,
            "How unevenly the items share the places: 0 is all alike, 1 is one item in all lists.",
            "sum over the n items on offer, by rising places c, of (2 i - n - 1) c, divided by n times all places; items in no list have 0"
        )
        {
            Source = "Gini index of exposure, as in RecBole",
            Better = Direction.Lower,
        },
        new(
            "personalization",
            BeyondAccuracy,
            "personalization",
            Share,
            "How different two users' lists are: 0 % is one list for all.",
            "1 - the mean over ordered pairs of users of common items / k: with c places of an item, n users and all places p, (sum of c c - p) / (k n (n - 1)); at one list length"
        )
        {
            IsOfMainCutoff = true,
        },
        new(
            "diversity",
            BeyondAccuracy,
            "diversity within a list",
            Share,
            "How different the items of a list are by content type and category: 0 % is all of one type and category.",
            "mean over lists of two items or more of the mean distance of two of their items: 1, less 1/2 for the same content type and 1/2 for the same category; at one list length"
        )
        {
            IsOfMainCutoff = true,
            Source = "Ziegler et al., Improving recommendation lists through topic diversification, WWW 2005, section 3.3",
        },
        new(
            "popularity_overlap",
            BeyondAccuracy,
            "overlap with plain popularity",
            Share,
            "Items among the first k that the plain popularity list of the same user has among its first k.",
            "common items with the popularity list, divided by k; mean over lists, at one list length"
        )
        {
            IsOfMainCutoff = true,
            Better = Direction.Lower,
        },
        new(
            "popularity_lift",
            BeyondAccuracy,
            "popularity lift",
            Change,
            "How much more popular the listed items are than those that users had: +100 % is twice as popular.",
            "(g - h) / h: g the mean over places of the users who had the item before, h the mean over eligible users with a history of the mean over their items"
        )
        {
            Source = "Abdollahpouri et al., The unfairness of popularity bias in recommendation, RMSE 2019, section 4",
            Better = Direction.Lower,
        },
        new(
            "user_coverage",
            BeyondAccuracy,
            "user coverage",
            Share,
            "Share of the eligible users who have a list.",
            "eligible users with a list / eligible users; where lists were asked for a part of the users (personalize.campaign.percent), of these"
        ),
        new(
            "overlap",
            Agreement,
            "overlap",
            Share,
            "Common items among the first k, divided by k.",
            "common items divided by k: below 1 for equal lists that are shorter"
        ),
        new(
            "jaccard",
            Agreement,
            "Jaccard",
            Share,
            "Common items divided by all different items of both lists.",
            "common items divided by all different items"
        ),
        new(
            "rbo",
            Agreement,
            "rank-biased overlap",
            Share,
            "Overlap where the top of the lists counts more; 100 % is the same list.",
            "rank-biased overlap, extrapolated, for lists of uneven length, with the persistence `comparison.rbo_persistence`: 1 is the same list"
        )
        {
            Source = "Webber, Moffat, Zobel, A similarity measure for indefinite rankings, TOIS 2010, section 4.4",
        },
        new(
            "kendall",
            Agreement,
            "Kendall distance",
            Share,
            "Pairs of items in another order, as a share of the most possible; 0 % is the same order.",
            "Kendall's distance of top-k lists with penalty 1/2, divided by that of two lists as long as these without a common item: 0 is the same order"
        )
        {
            Source = "Fagin, Kumar, Sivakumar, Comparing top k lists, SIAM J. Discrete Math. 2003, section 3.1",
            Better = Direction.Lower,
        },
        new(
            "footrule",
            Agreement,
            "footrule distance",
            Share,
            "Places that items moved, as a share of the most possible; 0 % is the same order.",
            "Spearman's footrule with absent items at rank k + 1, divided by that of two lists as long as these without a common item: 0 is the same order"
        )
        {
            Source = "the same paper, section 3.3",
            Better = Direction.Lower,
        },
    ];

    /// <summary>The metrics of each user's list: those that tell who is better.</summary>
    public static IReadOnlyList<Metric> PerUser { get; } = [.. All.Where(metric => metric.Family is Accuracy or Engagement)];

    /// <summary>The metrics of a user's two lists.</summary>
    public static IReadOnlyList<Metric> OfPairs { get; } = Of(Agreement);

    /// <summary>The metrics that the headline, the findings and the advice look at.</summary>
    public static IReadOnlyList<Metric> Headlines { get; } = [.. PerUser.Where(metric => metric.Headline is not null)];

    /// <summary>The metrics of a family.</summary>
    public static IReadOnlyList<Metric> Of(MetricFamily family) => [.. All.Where(metric => metric.Family == family)];

    /// <summary>The rule that shares and scores are shares and scores; sums of doubles may miss the bounds by their last bits.</summary>
    public static Rule Bounds(IEnumerable<Metric> metrics) =>
        new(
            "metrics lie between 0 and 1",
            string.Join(
                " or ",
                metrics
                    .Where(metric => metric.Unit is Share or Score)
                    .Select(metric => $"{metric.Column.Name} < -1e-9 or {metric.Column.Name} > 1.000000001e0")
            )
        );

    /// <exception cref="InvalidOperationException">There is no such metric.</exception>
    public static Metric Of(string name) => All.First(metric => metric.Name == name);
}
