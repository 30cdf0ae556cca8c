using System.Diagnostics;
using SparkReco.Cli;

namespace SparkReco.Tests.Support;

/// <summary>Runs the program: in this process, or as a process of its own that can be killed.</summary>
internal static class Sparkreco
{
    /// <summary>What a command printed and how it ended.</summary>
    public sealed record Result(int Code, string Output, string Errors);

    public static async Task<Result> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, errors);
        return new Result(code, output.ToString(), errors.ToString());
    }

    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "SparkReco.Cli.dll"));
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}
