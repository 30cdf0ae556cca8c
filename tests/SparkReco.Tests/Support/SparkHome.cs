using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// Real Sparks for tests: that of <c>SPARK_HOME</c>, whatever its version, or else the archives beside the repository, unpacked once. Where
/// there is none, tests are skipped, but with CI in the environment they fail.
/// </summary>
internal static partial class SparkHome
{
    private static readonly TimeSpan UnpackLimit = TimeSpan.FromMinutes(5);

    private static readonly ConcurrentDictionary<string, Lazy<string?>> Unpacked = new();

    /// <summary>The Spark that runs all suites.</summary>
    public static string Require() => Require(Named ?? Archive("3.5"), "SPARK_HOME is not set");

    /// <summary>A Spark of version 4, whose server looks at tokens itself.</summary>
    public static string RequireFour() => Require(Named is { } named && IsFour(named) ? named : Archive("4.0"), "SPARK_HOME is not of version 4");

    /// <summary>The archive that has the servers of YARN beside its Spark.</summary>
    public static string RequireYarn() => Require(Archive("3.5"), "the archive with YARN's servers is not there");

    private static string? Named => Environment.GetEnvironmentVariable("SPARK_HOME") is { Length: > 0 } home ? home : null;

    private static string Require(string? home, string otherwise)
    {
        if (home is null || !File.Exists(Path.Combine(home, "bin", "spark-submit")))
            Missing.Skip($"there is no such Spark: {otherwise}");

        if (!HasJava())
            Missing.Skip("there is no Java for Spark");

        return Path.GetFullPath(home!);
    }

    private static bool IsFour(string home) => Directory.EnumerateFiles(Path.Combine(home, "jars"), "spark-core_*").Any(jar => Core().IsMatch(jar));

    private static string? Archive(string version) => Unpacked.GetOrAdd(version, name => new(() => Unpack($"spark/{name}"))).Value;

    private static string? Unpack(string archive)
    {
        var unpack = Path.Combine(Golden.Root, "..", "shared", "unpacked");
        if (!File.Exists(unpack))
            return null;

        using var process = Process.Start(
            new ProcessStartInfo("bash", [unpack, archive]) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var folder = process.StandardOutput.ReadToEndAsync();
        return process.WaitForExit(UnpackLimit) && process.ExitCode == 0 ? folder.Result.Trim() : null;
    }

    private static bool HasJava() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));

    [GeneratedRegex("/spark-core_[0-9.]+-4[^/]*$", RegexOptions.None, 1000)]
    private static partial Regex Core();
}
