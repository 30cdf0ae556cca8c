using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Sections;

/// <summary>A metric in words, and how its values and differences are written.</summary>
internal sealed record MetricText(string Metric, string Name, string Meaning, ValueFormat Format, ValueFormat Signed);

/// <summary>The metrics of reports, in their order.</summary>
internal static class Metrics
{
    public static IReadOnlyList<MetricText> Quality { get; } =
    [
        new("hit_rate", "Hit rate", "Share of users who find at least one relevant item among the first k.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("precision", "Precision", "Relevant items among the first k, divided by k.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("recall", "Recall", "Relevant items among the first k, divided by all relevant items of the user.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("ndcg", "NDCG", "Relevant items among the first k, where higher places count more; 1 is the best order possible.", ValueFormat.FineScore, ValueFormat.SignedFineScore),
        new("map", "MAP", "Mean precision at the places of the relevant items; 1 is the best order possible.", ValueFormat.FineScore, ValueFormat.SignedFineScore),
        new("mrr", "MRR", "One divided by the place of the first relevant item, 0 without one.", ValueFormat.FineScore, ValueFormat.SignedFineScore),
        new("watch_minutes", "Watch minutes", "Minutes per user watched later on items among the first k.", ValueFormat.Minutes, ValueFormat.SignedMinutes),
    ];

    public static IReadOnlyList<MetricText> Reach { get; } =
    [
        new("coverage", "Catalogue coverage", "Share of the available items that are in anybody's first k.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("novelty", "Novelty", "How unknown the items are: −log2 of the share of users who had them, so 1 bit more is half as known.", ValueFormat.Bits, ValueFormat.SignedBits),
        new("user_coverage", "User coverage", "Share of the eligible users who have a list.", ValueFormat.Percent, ValueFormat.SignedPoints),
    ];

    public static IReadOnlyList<MetricText> Similarity { get; } =
    [
        new("overlap", "Overlap", "Common items among the first k, divided by k.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("jaccard", "Jaccard", "Common items divided by all different items of both lists.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("rbo", "Rank-biased overlap", "Overlap where the top of the lists counts more; 100 % is the same list.", ValueFormat.Percent, ValueFormat.SignedPoints),
    ];

    public static IReadOnlyList<MetricText> Distance { get; } =
    [
        new("kendall", "Kendall distance", "Pairs of items in another order, as a share of the most possible; 0 % is the same order.", ValueFormat.Percent, ValueFormat.SignedPoints),
        new("footrule", "Footrule distance", "Places that items moved, as a share of the most possible; 0 % is the same order.", ValueFormat.Percent, ValueFormat.SignedPoints),
    ];

    public static IEnumerable<MetricText> All => [.. Quality, .. Reach, .. Similarity, .. Distance];

    public static MetricText Of(string metric) => All.First(text => text.Metric == metric);
}
