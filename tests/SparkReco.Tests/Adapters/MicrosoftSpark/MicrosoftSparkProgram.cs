using System.Diagnostics;
using SparkReco.Tests.Launcher;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.MicrosoftSpark;

/// <summary>
/// The program built with Microsoft.Spark, whose package not every feed has: MicrosoftSparkSource in the environment names a folder with it.
/// Where none is named, the tests are skipped, on a build server too.
/// </summary>
internal static class MicrosoftSparkProgram
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(15);

    private static readonly Lazy<Task> Built = new(BuildAsync);

    /// <summary>Runs a command in a driver on this machine; the first call builds the program.</summary>
    public static async Task<Submission> SubmitAsync(params string[] command)
    {
        var packages = Environment.GetEnvironmentVariable("MicrosoftSparkSource") ?? "";
        Assert.SkipWhen(packages.Length == 0, "MicrosoftSparkSource does not name a folder with the package Microsoft.Spark");
        var home = SparkHome.Require();
        await Built.Value;
        return new Submission(
            home,
            ["--runner", "dotnet", "--master", "local[2]", "--conf", "spark.ui.enabled=false", "--driver-memory", "4g", "--", .. command]
        );
    }

    private static async Task BuildAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Golden.Root, "spark-submit.sh"), ["--runner", "dotnet", "--build"])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(process.ExitCode == 0, errors);
        Assert.EndsWith(".tar.gz", (await output).TrimEnd());
    }
}
