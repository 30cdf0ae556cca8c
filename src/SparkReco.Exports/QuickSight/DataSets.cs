using SparkReco.Models;

namespace SparkReco.Exports.QuickSight;

/// <summary>The tables that are shown, and what QuickSight computes from their columns.</summary>
internal static class DataSets
{
    private static readonly string[] Tables =
    [
        "comparison_summary",
        "evaluation_summary",
        "hit_overlap",
        "content_discovery",
        "row_counts",
        "list_issues",
    ];

    /// <summary>The tables.</summary>
    public static IReadOnlyList<LakeTable> All { get; } = [.. Tables.Select(LakeTable.Of)];

    /// <summary>The run's date; of the latest run, that it is the latest, so that a choice of it stays when a run is new.</summary>
    private static readonly Column Run = new("run", ColumnType.String, "the run's date, or latest");

    /// <summary>List lengths as texts, which a list can be made of.</summary>
    private static readonly Column ListLength = new("list_length", ColumnType.String, "the list length that counts");

    private static readonly Column Gain = new("gain", ColumnType.Double, "the difference in parts of the reference's value");
    private static readonly Column RejectedShare = new("rejected_share", ColumnType.Double, "rejected rows, of all rows");

    /// <summary>A column that QuickSight computes.</summary>
    public sealed record Calculated(string DataSet, Column Column, string Expression);

    /// <summary>The columns beside those of the contracts.</summary>
    public static IReadOnlyList<Calculated> CalculatedColumns { get; } =
    [
        .. Tables.Select(table => new Calculated(
            table,
            Run,
            "ifelse({run_date} = maxOver({run_date}, [], PRE_FILTER), 'latest', formatDate({run_date}, 'yyyy-MM-dd'))"
        )),
        new("comparison_summary", ListLength, "toString({k})"),
        new("comparison_summary", Gain, "{difference} / {reference_value}"),
        new("evaluation_summary", ListLength, "toString({k})"),
        new("hit_overlap", ListLength, "toString({k})"),
        new("row_counts", RejectedShare, "{rejected_count} / {row_count}"),
    ];

    /// <summary>How visuals and filters name a column.</summary>
    public static object ColumnOf(string dataSet, string column)
    {
        _ = TypeOf(dataSet, column);
        return new { DataSetIdentifier = dataSet, ColumnName = column };
    }

    /// <summary>The type of a column of a data set, of the contract or calculated.</summary>
    /// <exception cref="InvalidOperationException">It has no such column.</exception>
    public static ColumnType TypeOf(string dataSet, string column) =>
        LakeTable
            .Of(dataSet)
            .QueryColumns.Concat(CalculatedColumns.Where(calculated => calculated.DataSet == dataSet).Select(calculated => calculated.Column))
            .First(other => other.Name == column)
            .Type;
}
