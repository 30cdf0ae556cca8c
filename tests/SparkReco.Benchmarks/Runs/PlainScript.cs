using DuckDB.NET.Data;

namespace SparkReco.Benchmarks.Runs;

/// <summary>Runs a plain script in a folder with a company's files.</summary>
internal static class PlainScript
{
    public static int Run(string script)
    {
        Directory.CreateDirectory("plain");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rivals", script));
        command.ExecuteNonQuery();
        return 0;
    }
}
