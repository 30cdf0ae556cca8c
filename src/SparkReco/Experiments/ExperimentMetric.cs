using SparkReco.Metrics;

namespace SparkReco.Experiments;

/// <summary>A metric of what people did with lists that they were shown. More is better of all of them.</summary>
/// <param name="Name">The name in tables; the SQL of the stage has it, too.</param>
/// <param name="Title">The name in sentences.</param>
/// <param name="Unit">What its values are counted in; a number without a unit is written as a share.</param>
/// <param name="Scale">What one of the counted things, a click or a second, is worth in the unit.</param>
public sealed record ExperimentMetric(string Name, string Title, MetricUnit Unit, double Scale)
{
    /// <summary>The metrics, the most telling first.</summary>
    public static IReadOnlyList<ExperimentMetric> All { get; } =
    [
        new("click_through_rate", "click-through rate", MetricUnit.Share, 1),
        new("watch_minutes_per_impression", "watch minutes per impression", MetricUnit.Minutes, 1 / 60d),
        new("completions_per_impression", "completions per impression", MetricUnit.Share, 1),
        new("likes_per_impression", "likes per impression", MetricUnit.Share, 1),
        new("watch_minutes_per_user", "watch minutes per user", MetricUnit.Minutes, 1 / 60d),
    ];

    /// <summary>The metric of a name.</summary>
    public static ExperimentMetric Of(string name) => All.Single(metric => metric.Name == name);
}
