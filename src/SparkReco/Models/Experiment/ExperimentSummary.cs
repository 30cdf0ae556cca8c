using SparkReco.Experiments;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Experiment;

/// <summary>Which source is better, by how much and how surely.</summary>
public static class ExperimentSummary
{
    public static Model Model { get; } =
        new()
        {
            Name = "experiment_summary",
            Room = "Experiment",
            Grain = "a source beside the control, a segment and a metric",
            Columns =
            [
                Control,
                Treatment,
                Segment,
                Metric,
                Kind,
                FirstOn,
                LastOn,
                ControlUserCount,
                TreatmentUserCount,
                ControlValue,
                TreatmentValue,
                Difference with
                {
                    Meaning = "treatment_value - control_value",
                },
                CiLow.OrNull(),
                CiHigh.OrNull(),
                RelativeDifference.OrNull(),
                RelativeCiLow.OrNull(),
                RelativeCiHigh.OrNull(),
                PValue.OrNull() with
                {
                    Meaning = "two-sided p-value of the difference: Welch's, over users; within users that of pairs",
                },
                CupedDifference.OrNull(),
                CupedCiLow.OrNull(),
                CupedCiHigh.OrNull(),
                CupedPValue.OrNull(),
                AdjustedPValue.OrNull() with
                {
                    Meaning =
                        "cuped_p_value, or p_value where there is none, after Holm's correction: of all users over the metrics, of other segments over those of the same metric",
                },
                AlwaysValidLow.OrNull(),
                AlwaysValidHigh.OrNull(),
                DetectableDifference.OrNull(),
                UsersNeeded.OrNull(),
                Verdict with
                {
                    Meaning = "treatment is better, control is better, no clear difference, too few users, not trusted, not an experiment",
                },
            ],
            Key = ["control", "treatment", "segment", "metric"],
            Rules = [new("the difference lies in its interval", "ci_low > difference + 1e-9 or ci_high < difference - 1e-9")],
            Rows = ExperimentJudge.SummariseAsync,
            RowsRead = ExperimentSums.Tables,
        };
}
