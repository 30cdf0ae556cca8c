using System.Diagnostics;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// The Python tools for tests, boto3 among them: those of <c>PYTHONPATH</c>, or else those beside the repository, unpacked once. Where there are
/// none, tests are skipped, but with CI in the environment they fail.
/// </summary>
internal static class PythonTools
{
    private static readonly Lazy<string?> Folder = new(() =>
        Environment.GetEnvironmentVariable("PYTHONPATH") is { Length: > 0 } path ? path : Unpack()
    );

    /// <summary>Runs a script of this folder, and gives what it printed.</summary>
    /// <param name="script">The script's name.</param>
    /// <param name="environment">Further variables of its environment.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<string> RunAsync(string script, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        if (Folder.Value is null)
            Missing.Skip("there are no Python tools: PYTHONPATH is not set, and ../shared/unpacked is not there");
        var start = new ProcessStartInfo("python3", [Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PYTHONPATH"] = Folder.Value;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }

    private static string? Unpack()
    {
        var unpack = Path.Combine(Golden.Root, "..", "shared", "unpacked");
        if (!File.Exists(unpack))
            return null;
        using var process = Process.Start(
            new ProcessStartInfo("bash", [unpack, "tools/python"]) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var folder = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? folder.Trim() : null;
    }
}
