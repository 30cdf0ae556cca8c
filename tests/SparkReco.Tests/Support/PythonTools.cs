using System.Diagnostics;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>Python with the AWS SDK: the one that is unpacked from beside the repository, or the machine's own.</summary>
internal static class PythonTools
{
    private static readonly Lazy<string?> Path = new(Unpack);

    /// <summary>Runs a script of the folder Support; gives what it printed. It fails the test where the script fails.</summary>
    public static async Task<string> RunAsync(
        string script,
        string input,
        CancellationToken cancellation,
        params IReadOnlyList<(string Name, string Value)> environment
    )
    {
        if (Path.Value is not { } modules)
        {
            Missing.Skip("the Python modules of AWS's SDK are missing");
            return "";
        }

        var start = new ProcessStartInfo("python3", [System.IO.Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PYTHONPATH"] = modules;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.StandardInput.WriteAsync(input.AsMemory(), cancellation);
        process.StandardInput.Close();
        await process.WaitForExitAsync(cancellation);
        Assert.True(process.ExitCode == 0, await errors);
        return await output;
    }

    private static string? Unpack()
    {
        var unpack = System.IO.Path.Combine(Golden.Root, "..", "shared", "unpacked");
        if (!File.Exists(unpack))
            return null;
        using var process = Process.Start(
            new ProcessStartInfo("bash", [unpack, "tools/python"]) { RedirectStandardOutput = true, UseShellExecute = false }
        )!;
        var folder = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? folder : null;
    }
}
