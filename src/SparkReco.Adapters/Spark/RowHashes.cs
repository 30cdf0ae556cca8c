using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;

namespace SparkReco.Adapters.Spark;

/// <summary>Hashes from one to another, both included; those of rows are from 0 to 2^63 - 1, evenly.</summary>
public sealed record HashRange(long From, long To)
{
    /// <summary>All hashes, in ranges of the same size.</summary>
    public static IEnumerable<HashRange> Split(int count)
    {
        var size = long.MaxValue / count;
        return Enumerable.Range(0, count).Select(index => new HashRange(index * size, index + 1 == count ? long.MaxValue : ((index + 1) * size) - 1));
    }
}

/// <summary>
/// Finds hashes that stand more than once among the rows of all readers: each reader leaves the hashes of its rows in order, so that of
/// all these files a second round of readers need read no more than a range each.
/// </summary>
internal static class RowHashes
{
    public const string Name = "row_hashes";

    // Enough to skip most of a file, which is in order, where only a range is asked for.
    private const int RowGroupRows = 16_384;

    /// <summary>Writes the hashes of the rows in a folder, if there are any, into another one.</summary>
    public static void Sort(DuckDBConnection connection, string rows, string folder)
    {
        if (!Directory.Exists(rows))
            return;
        Directory.CreateDirectory(folder);
        Execute(connection, $"copy (select row_hash from {Files(rows)} order by row_hash) to {SqlText.Literal(Path.Combine(folder, "part.parquet"))} (format parquet, row_group_size {RowGroupRows})");
    }

    /// <summary>Writes the hashes of a range that repeat into a folder; gives the number of all hashes in the range.</summary>
    public static long FindRepeats(DuckDBConnection connection, string hashes, HashRange range, string folder)
    {
        Directory.CreateDirectory(folder);
        var from = $"from {Files(hashes)} where row_hash between {range.From} and {range.To}";
        Execute(connection, $"copy (select row_hash {from} group by row_hash having count(*) > 1) to {SqlText.Literal(Path.Combine(folder, "part.parquet"))} (format parquet)");
        return (long)Execute(connection, $"select count(*) {from}")!;
    }

    private static string Files(string folder) => $"read_parquet({SqlText.Literal(Path.Combine(folder, "*.parquet"))})";

    public static object? Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
