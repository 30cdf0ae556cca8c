using System.Globalization;
using SparkReco.Storage;

namespace SparkReco.Exports;

/// <summary>A part of a table that is in the lake.</summary>
/// <param name="Table">The table.</param>
/// <param name="RunDate">The day of the run.</param>
/// <param name="System">Whose part it is; null where the table has no systems.</param>
public sealed record LakePartition(LakeTable Table, DateOnly RunDate, string? System)
{
    /// <summary>Its folder below the lake.</summary>
    public string Folder => $"{Table.Name}/{DayFolder}{(System is null ? "" : $"/{SystemPrefix}{System}")}";

    private const string DayPrefix = "run_date=";
    private const string SystemPrefix = "system=";

    private string DayFolder => $"{DayPrefix}{RunDate:yyyy-MM-dd}";

    /// <summary>All parts of all published tables that are in a lake, by the names of its folders, in the order of tables, days and systems.</summary>
    public static async Task<IReadOnlyList<LakePartition>> FindAsync(IFileReader store, Location lake, CancellationToken cancellation)
    {
        List<LakePartition> found = [];
        foreach (var table in LakeTable.All)
        {
            foreach (var day in await FoldersAsync(lake / table.Name, DayPrefix))
            {
                if (!DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var runDate))
                    continue;
                if (table.HasSystems)
                    found.AddRange(
                        (await FoldersAsync(lake / $"{table.Name}/{DayPrefix}{day}", SystemPrefix)).Select(system => new LakePartition(
                            table,
                            runDate,
                            system
                        ))
                    );
                else
                    found.Add(new LakePartition(table, runDate, null));
            }
        }

        return found;

        async Task<IEnumerable<string>> FoldersAsync(Location folder, string prefix) =>
            (await store.FoldersAsync(folder, cancellation))
                .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name[prefix.Length..])
                .Order(StringComparer.Ordinal);
    }
}
