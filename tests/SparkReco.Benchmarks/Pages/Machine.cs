using System.Runtime.InteropServices;
using DuckDB.NET.Data;

namespace SparkReco.Benchmarks.Pages;

/// <summary>The machine, in words.</summary>
internal static class Machine
{
    public static string Describe(DateTimeOffset now)
    {
        var model = ValueOf("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();
        var memory = long.Parse(ValueOf("/proc/meminfo", "MemTotal")?.Split(' ')[0] ?? "0") / 1048576.0;
        return $"{now:yyyy-MM-dd}, {model}, {Environment.ProcessorCount} cores, {memory:0.0} GiB of memory, {RuntimeInformation.FrameworkDescription}, DuckDB {DuckDbVersion()}";
    }

    /// <summary>The processes that want a core, on average over the last minute.</summary>
    public static double Load() => double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0]);

    private static string? ValueOf(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':')[1].Trim();

    private static string DuckDbVersion()
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
