using DuckDB.NET.Data;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Databases in memory, each shut off from all of the machine but the folders that it is for.</summary>
internal static class DuckDbDatabase
{
    /// <summary>
    /// Opens a database that reads and writes files in some folders alone, loads no extension, and whose settings no statement changes any
    /// more but the search path. Several connections at work side by side need no threads of DuckDB's own, which would spin beside them:
    /// with one thread, loading takes a third less processor time.
    /// </summary>
    /// <param name="folders">Folders of this machine.</param>
    /// <param name="threads">The threads of one statement.</param>
    /// <param name="settings">More statements that set something.</param>
    public static DuckDBConnection Open(IEnumerable<string> folders, int threads, string settings = "")
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"""
                set threads = {threads};
                {settings}
                set allowed_directories = [{string.Join(", ", folders.Select(Path.GetFullPath).SelectMany(Spellings))}];
                set enable_external_access = false;
                set lock_configuration = true;
                """;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>An open connection to the same database.</summary>
    public static DuckDBConnection Another(DuckDBConnection connection)
    {
        var other = connection.Duplicate();
        other.Open();
        return other;
    }

    /// <summary>DuckDB compares a folder with paths as they stand in statements, where wildcards are escaped for reading, but not for writing.</summary>
    private static IEnumerable<string> Spellings(string folder) => new[] { SqlText.Literal(folder), SqlText.Path(folder) }.Distinct();
}
