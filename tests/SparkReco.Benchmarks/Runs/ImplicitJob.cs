using System.ComponentModel;
using System.Diagnostics;
using DuckDB.NET.Data;

namespace SparkReco.Benchmarks.Runs;

/// <summary>The Python package implicit on the pairs of user and item that a lake has.</summary>
internal sealed class ImplicitJob(string python)
{
    public bool IsInstalled { get; } = Finds(python);

    public static string Script => Path.Combine(AppContext.BaseDirectory, "Rivals", "implicit_job.py");

    public async Task<IReadOnlyList<Part>> RunAsync(string folder, string lake)
    {
        WritePairs(folder, lake);
        return await MeteredProcess.RunAsync(folder, "all", python, Script, ".");
    }

    private static void WritePairs(string folder, string lake)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"""
            select cast(dense_rank() over (order by user_id) - 1 as int), cast(dense_rank() over (order by item_id) - 1 as int)
            from read_parquet('{lake.Replace("'", "''", StringComparison.Ordinal)}/engagement/**/*.parquet')
            """;
        using var rows = command.ExecuteReader();
        using var users = new BinaryWriter(File.Create(Path.Combine(folder, "users.bin")));
        using var items = new BinaryWriter(File.Create(Path.Combine(folder, "items.bin")));
        while (rows.Read())
        {
            users.Write(rows.GetInt32(0));
            items.Write(rows.GetInt32(1));
        }
    }

    private static bool Finds(string python)
    {
        try
        {
            var start = new ProcessStartInfo(python, ["-c", "import implicit"]) { RedirectStandardError = true, UseShellExecute = false };
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
