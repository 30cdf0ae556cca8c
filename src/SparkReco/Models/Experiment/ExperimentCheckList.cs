using SparkReco.Experiments;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Experiment;

/// <summary>Whether the experiments can be trusted.</summary>
public static class ExperimentCheckList
{
    public static Model Model { get; } =
        new()
        {
            Name = "experiment_checks",
            Room = "Experiment",
            Grain = "a source beside the control, and something that was looked at",
            Columns = [Control, Treatment, CheckName, CheckedValue.OrNull(), Threshold.OrNull(), Status, Message],
            Key = ["control", "treatment", "check_name"],
            Rules = [new("the status is known", "status not in ('ok', 'warning', 'failed')")],
            Rows = ExperimentChecks.CheckAsync,
            RowsRead = ["shown_sources", .. ExperimentSums.Tables],
        };
}
