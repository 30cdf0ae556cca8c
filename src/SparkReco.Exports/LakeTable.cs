using SparkReco.Models;

namespace SparkReco.Exports;

/// <summary>A published table as it lies in the lake: the contract's columns are in the files, the partitions are in the names of folders.</summary>
/// <param name="Name">The table's name, and its folder's.</param>
/// <param name="Grain">What a row is.</param>
/// <param name="Columns">The columns of the files.</param>
/// <param name="Partitions">The columns that folders stand for, in their order.</param>
public sealed record LakeTable(string Name, string Grain, IReadOnlyList<Column> Columns, IReadOnlyList<Column> Partitions)
{
    /// <summary>The day of the run, which every table is divided by.</summary>
    public static Column RunDate { get; } = new("run_date", ColumnType.Date, "the day of the run");

    /// <summary>All published tables, in the order in which a run makes them.</summary>
    public static IReadOnlyList<LakeTable> All { get; } =
    [
        .. Pipeline
            .Models.Where(model => model.Lifetime == Lifetime.Published)
            .GroupBy(model => model.Name)
            .Select(parts => parts.First())
            .Select(model => new LakeTable(model.Name, model.Grain, model.Columns, model.HasSystems ? [RunDate, Models.Columns.System] : [RunDate])),
    ];

    /// <summary>The table of a name.</summary>
    /// <exception cref="InvalidOperationException">No such table is published.</exception>
    public static LakeTable Of(string name) => All.First(table => table.Name == name);

    /// <summary>Whether the table has a part for each system.</summary>
    public bool HasSystems => Partitions.Count > 1;

    /// <summary>All columns as queries see them.</summary>
    public IEnumerable<Column> QueryColumns => [.. Columns, .. Partitions];
}
