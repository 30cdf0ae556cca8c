using System.Diagnostics;

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

    /// <summary>What <c>PYTHONPATH</c> must be.</summary>
    public static string SearchPath()
    {
        if (Folder.Value is null)
            Missing.Skip("there are no Python tools: PYTHONPATH is not set, and ../shared/unpacked is not there");
        return Folder.Value!;
    }

    /// <summary>Runs a script of this folder, and gives what it printed.</summary>
    public static Task<string> RunAsync(string script, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        var whole = new Dictionary<string, string?>(environment) { ["PYTHONPATH"] = SearchPath(), ["PYTHONDONTWRITEBYTECODE"] = "1" };
        return Script.RunAsync("python3", script, whole, arguments);
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
