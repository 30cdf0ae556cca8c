using System.Diagnostics;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>A database server that a script of this folder starts in a folder of its own, and ends with the tests' process.</summary>
internal static class DatabaseProcess
{
    /// <summary>Ends a server as when the power goes, and starts it again.</summary>
    public static void KillAndStart(Process process)
    {
        foreach (var (word, answer) in new[] { ("kill", "killed"), ("start", "ready") })
        {
            process.StandardInput.WriteLine(word);
            process.StandardInput.Flush();
            Assert.Equal(answer, process.StandardOutput.ReadLine());
        }
    }

    /// <summary>Starts it, and waits until it says that it is ready.</summary>
    public static Process Start(string script, params string[] arguments)
    {
        string[] all = [Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", script), .. arguments];
        var process = Process.Start(
            new ProcessStartInfo("bash", all)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        return process;
    }
}
