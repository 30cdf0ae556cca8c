using System.Diagnostics;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>Runs the scripts of this folder.</summary>
internal static class Script
{
    /// <summary>Runs a script that must succeed, and gives what it printed.</summary>
    /// <param name="program">What runs it.</param>
    /// <param name="script">The script's name.</param>
    /// <param name="environment">Variables of its environment; null takes one away.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string> RunAsync(
        string program,
        string script,
        IReadOnlyDictionary<string, string?> environment,
        params string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, [Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }

    /// <summary>The first program of a name in the folders of <c>PATH</c>; null where there is none.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);
}
