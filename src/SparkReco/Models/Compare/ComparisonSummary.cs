using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>Which system is better for whom, by how much and how surely.</summary>
public static class ComparisonSummary
{
    public static Model Model { get; } =
        new()
        {
            Name = "comparison_summary",
            Room = "Compare",
            Grain = "a pair of systems, a segment, a metric and a list length; segments other than all at the length that headlines speak of",
            Columns =
            [
                Reference,
                Columns.System,
                Segment,
                Metric,
                K,
                UserCount,
                ReferenceValue.OrNull(),
                SystemValue.OrNull(),
                Difference.OrNull(),
                Agreement.OrNull(),
                CiLow.OrNull(),
                CiHigh.OrNull(),
                PValue.OrNull(),
                AdjustedPValue.OrNull(),
                GainedCount.OrNull(),
                LostCount.OrNull(),
                DetectableDifference.OrNull(),
                UsersNeeded.OrNull(),
                Verdict,
            ],
            Key = ["reference", "system", "segment", "metric", "k"],
            Rules = [new("a row has both systems' values, or one of agreement", "(agreement is null) = (difference is null)")],
            Rows = Judging.ComparisonJudge.SummariseAsync,
            RowsRead = ["quality_buckets", "overlap_buckets", "user_wins"],
        };
}
