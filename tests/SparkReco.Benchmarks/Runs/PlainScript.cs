using DuckDB.NET.Data;

namespace SparkReco.Benchmarks.Runs;

/// <summary>Runs <c>plain.sql</c> in a folder with a company's files.</summary>
internal static class PlainScript
{
    public static int Run()
    {
        Directory.CreateDirectory("plain");
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Rivals", "plain.sql"));
        command.ExecuteNonQuery();
        return 0;
    }
}
