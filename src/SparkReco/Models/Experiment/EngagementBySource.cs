using static SparkReco.Models.Columns;

namespace SparkReco.Models.Experiment;

/// <summary>What people did with the lists they were shown, by the system that made them.</summary>
public static class EngagementBySource
{
    public static Model Model { get; } =
        new()
        {
            Name = "engagement_by_source",
            Room = "Experiment",
            Grain =
                "a source, a segment (all, or a position=, week= or tier= of it) and a metric, of the days of the A/B test where there is one, else of all days",
            Columns =
            [
                Source with
                {
                    Meaning = "the source that impressions name",
                },
                Segment,
                Metric,
                ImpressionCount,
                UserCount,
                MetricValue,
                CiLow.OrNull(),
                CiHigh.OrNull(),
            ],
            Key = ["source", "segment", "metric"],
            Rules = [new("there are impressions", "impression_count < 1 or user_count < 1")],
            Rows = SparkReco.Experiments.ExperimentJudge.DescribeSourcesAsync,
            RowsRead = ["source_sums"],
        };
}
