using DuckDB.NET.Data;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Makes a DuckDB database read portable SQL as Spark does.</summary>
public static class DuckDbSession
{
    private const string MacrosResource = "DuckDb/macros.sql";

    private const string Settings = """
        set global TimeZone = 'UTC';
        set global default_null_order = 'nulls_first_on_asc_last_on_desc';
        set global ieee_floating_point_ops = false;
        set global autoinstall_known_extensions = false;
        set global autoload_known_extensions = false;
        """;

    private const string SearchPath = "set search_path = 'main,spark'";

    /// <summary>
    /// Sets the options that all sessions of the database share, creates the macros, and puts them on this connection's search
    /// path. Call it once for a database, on an open connection.
    /// </summary>
    public static void Prepare(DuckDBConnection connection, DuckDbLockdown? lockdown = null)
    {
        Execute(connection, Settings);
        Execute(connection, ReadMacros());
        Execute(connection, SearchPath);
        if (lockdown is not null) Execute(connection, StatementsOf(lockdown));
    }

    /// <summary>
    /// A second open connection to the same database that sees the same settings and macros: the search path belongs to a
    /// connection, and <see cref="DuckDBConnection.Duplicate"/> does not copy it.
    /// </summary>
    public static DuckDBConnection Duplicate(DuckDBConnection connection)
    {
        var duplicate = connection.Duplicate();
        if (duplicate.State != System.Data.ConnectionState.Open) duplicate.Open();
        Execute(duplicate, SearchPath);
        return duplicate;
    }

    private static string StatementsOf(DuckDbLockdown lockdown)
    {
        List<string> statements = [];
        if (lockdown.MemoryLimit is { } memory) statements.Add($"set global memory_limit = {Quote(memory)}");
        if (lockdown.Threads is { } threads) statements.Add($"set global threads = {threads}");
        if (lockdown.TemporaryDirectory is { } directory) statements.Add($"set global temp_directory = {Quote(directory)}");
        if (lockdown.TemporaryLimit is { } limit) statements.Add($"set global max_temp_directory_size = {Quote(limit)}");
        statements.Add($"set global allowed_directories = [{string.Join(", ", lockdown.Directories.Select(Quote))}]");
        statements.Add("set global enable_external_access = false");
        statements.Add("set global lock_configuration = true");
        return string.Join(";\n", statements);
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string ReadMacros()
    {
        var assembly = typeof(DuckDbSession).Assembly;
        using var stream = assembly.GetManifestResourceStream(MacrosResource)
            ?? throw new InvalidOperationException($"The resource {MacrosResource} is missing from {assembly.GetName().Name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
