using static SparkReco.Models.Columns;

namespace SparkReco.Models.Compare;

/// <summary>What Amazon Personalize costs beside what it gains.</summary>
public static class CostSummary
{
    public static Model Model { get; } =
        new()
        {
            Name = "cost_summary",
            Room = "Compare",
            Grain = "the pair of systems that the report leads with, where its system is personalize and its cost is known",
            Columns =
            [
                Reference,
                Columns.System,
                MonthlyCost,
                CostSource,
                ExtraHours,
                ExtraHoursLow,
                ExtraHoursHigh,
                CostPerHour.OrNull(),
                CostPerHourLow.OrNull(),
                CostPerHourHigh.OrNull(),
                BreakEvenMinutes.OrNull(),
            ],
            Key = ["reference", "system"],
            Rows = Judging.CostJudge.SummariseAsync,
            RowsRead = ["comparison_summary", "interactions", "judged_days", "users", "items", "personalize_training"],
        };
}
