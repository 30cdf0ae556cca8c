using SparkReco.Experiments;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Experiment;

/// <summary>What lists would have been clicked, from impressions that log the chance with which they were shown.</summary>
public static class OffPolicy
{
    public static Model Model { get; } =
        new()
        {
            Name = "off_policy",
            Room = "Experiment",
            Grain = "a system and an estimator, where impressions from the run date on log a propensity",
            Columns =
            [
                Columns.System,
                Estimator,
                MetricValue.OrNull() with
                {
                    Meaning = "clicks per impression",
                },
                CiLow.OrNull(),
                CiHigh.OrNull(),
                RoundCount,
                MatchCount,
                EffectiveCount,
                LargestWeight,
                Status,
                Message,
            ],
            Key = ["system", "estimator"],
            Rows = OffPolicyJudge.EstimateAsync,
            RowsRead = ["policy_buckets"],
        };
}
