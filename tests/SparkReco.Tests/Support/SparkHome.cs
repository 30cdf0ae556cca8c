using System.Collections.Concurrent;
using System.Diagnostics;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// A real Spark for tests: that of <c>SPARK_HOME</c>, or else one of the archives beside the repository, unpacked once. Where it is missing
/// they are skipped, but with CI in the environment they fail.
/// </summary>
internal static class SparkHome
{
    private static readonly ConcurrentDictionary<string, Lazy<string?>> Unpacked = new();

    public static string Require(string version = "3.5")
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME") ?? Unpacked.GetOrAdd(version, name => new(() => Unpack($"spark/{name}"))).Value;
        if (home is null || !File.Exists(Path.Combine(home, "bin", "spark-submit")))
        {
            Missing.Skip("there is no Spark: SPARK_HOME is not set");
        }

        if (!HasJava())
        {
            Missing.Skip("there is no Java for Spark");
        }

        return Path.GetFullPath(home!);
    }

    private static string? Unpack(string archive)
    {
        var unpack = Path.Combine(Golden.Root, "..", "shared", "unpacked");
        if (!File.Exists(unpack))
        {
            return null;
        }

        using var process = Process.Start(new ProcessStartInfo("bash", [unpack, archive]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? folder : null;
    }

    private static bool HasJava() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));
}
