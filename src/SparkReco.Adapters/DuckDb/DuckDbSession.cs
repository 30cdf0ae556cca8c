using DuckDB.NET.Data;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Makes a DuckDB database read portable SQL as Spark does.</summary>
internal static class DuckDbSession
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

    /// <summary>Opens a database as <see cref="DuckDbDatabase.Open"/> does; more connections on which portable SQL runs come from <see cref="Join"/>.</summary>
    public static DuckDBConnection Open(IEnumerable<string> folders, int threads, string settings = "")
    {
        var connection = DuckDbDatabase.Open(folders, threads, Settings + settings);
        Execute(connection, ReadMacros());
        Execute(connection, SearchPath);
        return connection;
    }

    /// <summary>Opens another connection to a prepared database, on which portable SQL runs too.</summary>
    public static DuckDBConnection Join(DuckDBConnection prepared)
    {
        var connection = DuckDbDatabase.Another(prepared);
        Execute(connection, SearchPath);
        return connection;
    }

    private static string ReadMacros()
    {
        var assembly = typeof(DuckDbSession).Assembly;
        using var stream =
            assembly.GetManifestResourceStream(MacrosResource)
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
