using SparkReco.Judging;

namespace SparkReco.ListSets;

/// <summary>All that judging needs of sets of lists: sums over users.</summary>
/// <param name="Systems">The metrics of each set's lists, over users with a list of any set and later behaviour; no cells without those.</param>
/// <param name="Pairs">The agreement of each pair's lists, over users with both.</param>
/// <param name="Wins">How many users each of a pair serves better.</param>
/// <param name="Overlaps">Users with both lists of the first pair, by how many of their first items the two share.</param>
/// <param name="LengthProducts">The lengths of the first pair's lists, multiplied and summed, at each list length.</param>
/// <param name="Moves">Where items go from the first pair's one list to the other.</param>
/// <param name="Hits">Which of what users did later each of the first pair foretold.</param>
internal sealed record ListSums(
    BucketSums Systems,
    BucketSums Pairs,
    IReadOnlyDictionary<(string Pair, string Segment, int K, string Metric), UserWins> Wins,
    IReadOnlyList<long> Overlaps,
    IReadOnlyList<long> LengthProducts,
    Moves Moves,
    HitShares Hits
);
