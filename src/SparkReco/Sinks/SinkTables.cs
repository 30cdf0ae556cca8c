using SparkReco.Models;
using SparkReco.Models.Baseline;
using SparkReco.Models.Clean;
using SparkReco.Models.Compare;
using SparkReco.Models.Evaluate;
using SparkReco.Models.Experiment;
using SparkReco.Models.History;
using SparkReco.Models.Lists;

namespace SparkReco.Sinks;

/// <summary>The tables of the lake that sinks take: what applications show and people ask for. What users did stays in the lake.</summary>
public static class SinkTables
{
    private static readonly Model[] Models =
    [
        Items.Model,
        ItemCategories.Model,
        ItemPopularity.Model,
        ItemNeighbors.Model,
        Recommendations.Model,
        RecommendationQuality.Model,
        EvaluationSummary.Model,
        RankShifts.Model,
        RecommendationOverlap.Model,
        ComparisonSummary.Model,
        HitOverlap.Model,
        ContentDiscovery.Model,
        RunHistory.Model,
        ListChurn.Model,
        CostSummary.Model,
        EngagementBySource.Model,
        ExperimentSummary.Model,
        ExperimentCheckList.Model,
        RowCounts.Model,
        ListIssues.Model,
    ];

    /// <summary>The names of all tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Models.Select(model => model.Name)];

    /// <summary>The tables of a sink whose settings say nothing else.</summary>
    public static IReadOnlyList<string> Usual { get; } =
    [
        "items",
        "recommendations",
        "evaluation_summary",
        "rank_shifts",
        "recommendation_overlap",
        "comparison_summary",
        "hit_overlap",
        "content_discovery",
        "run_history",
        "list_churn",
        "cost_summary",
        "engagement_by_source",
        "experiment_summary",
        "experiment_checks",
        "row_counts",
        "list_issues",
    ];

    /// <summary>The columns of a table as sinks have them: the system, which is a partition in the lake, comes first.</summary>
    public static IReadOnlyList<Column> ColumnsOf(string table) =>
        Of(table) is { HasSystems: true } model ? [Columns.System, .. model.Columns] : Of(table).Columns;

    /// <summary>The columns that identify a row of a table.</summary>
    public static IReadOnlyList<string> KeyOf(string table) =>
        Of(table) is { HasSystems: true } model ? [Columns.System.Name, .. model.Key] : Of(table).Key;

    private static Model Of(string table) => Models.Single(model => model.Name == table);
}
