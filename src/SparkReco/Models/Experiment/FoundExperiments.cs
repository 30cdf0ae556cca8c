using SparkReco.Experiments;
using static SparkReco.Models.Columns;

namespace SparkReco.Models.Experiment;

/// <summary>The experiments that the log holds, one for each source beside the control.</summary>
public static class FoundExperiments
{
    public static Model Model { get; } =
        new()
        {
            Name = "experiments",
            Room = "Experiment",
            Grain = "a source beside the control",
            Lifetime = Lifetime.Stage,
            Columns =
            [
                Control,
                Treatment,
                Kind,
                new("is_paired", ColumnType.Boolean, "whether the same users' behaviour with both is compared"),
                new("before_on", ColumnType.Date, "the first of the days before the experiment that adjust it"),
                FirstOn,
                LastOn,
                new("look_days", ColumnType.Int, "the days from one look to the next"),
            ],
            Key = ["control", "treatment"],
            Rows = ExperimentFinder.FindAsync,
            RowsRead = ["shown_sources", "pair_days"],
        };
}
