using SparkReco.Models;
using SparkReco.Models.Baseline;
using SparkReco.Models.Clean;
using SparkReco.Models.Compare;
using SparkReco.Models.Evaluate;

namespace SparkReco.Sinks;

/// <summary>The tables of the lake that sinks take: what applications show and people ask for. What users did stays in the lake.</summary>
public static class SinkTables
{
    private static readonly Model[] Models =
    [
        Items.Model,
        ItemPopularity.Model,
        ItemNeighbors.Model,
        Recommendations.Model,
        RecommendationQuality.Of("baseline"),
        EvaluationSummary.Model,
        RankShifts.Model,
        RecommendationOverlap.Model,
        ComparisonSummary.Model,
    ];

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Models.Select(model => model.Name)];

    /// <summary>The tables of a sink whose settings say nothing else.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    ["items", "recommendations", "evaluation_summary", "rank_shifts", "recommendation_overlap", "comparison_summary"];

    /// <summary>The columns of a table as sinks have them: the system, which is a partition in the lake, comes first.</summary>
    public static IReadOnlyList<Column> ColumnsOf(string table) =>
        Of(table) is { System: not null } model ? [Columns.System, .. model.Columns] : Of(table).Columns;

    /// <summary>The columns that identify a row of a table.</summary>
    public static IReadOnlyList<string> KeyOf(string table) =>
        Of(table) is { System: not null } model ? [Columns.System.Name, .. model.Key] : Of(table).Key;

    private static Model Of(string table) => Models.Single(model => model.Name == table);
}
