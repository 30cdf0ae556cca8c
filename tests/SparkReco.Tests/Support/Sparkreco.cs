using System.Diagnostics;
using SparkReco.Cli;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>Runs the program: in this process, or as a process of its own that can be killed.</summary>
internal static class Sparkreco
{
    /// <summary>What a command printed and how it ended.</summary>
    public sealed record Result(int Code, string Output, string Errors);

    /// <summary>The program where it was built: beside the tests lie only those of its libraries that they have in common.</summary>
    private static readonly string Built = Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "SparkReco.Tests"), Path.Combine("src", "SparkReco.Cli")),
        "SparkReco.Cli.dll"
    );

    public static async Task<Result> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await CommandLine.RunAsync(arguments, output, errors);
        return new Result(code, output.ToString(), errors.ToString());
    }

    /// <summary>Runs a command that has to succeed.</summary>
    public static async Task<Result> DoneAsync(params string[] arguments)
    {
        var result = await RunAsync(arguments);
        Assert.True(result.Code == ExitCodes.Done, $"exit code {result.Code}: {result.Errors}");
        return result;
    }

    /// <summary>The command that starts the program.</summary>
    public static string Command => $"dotnet {Built}";

    public static Process Start(params string[] arguments) => Start(new Dictionary<string, string>(), arguments);

    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // Tests that run in the background ignore SIGINT, and what they start would, too.
        string[] command = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet", Built] : ["dotnet", Built];
        var start = new ProcessStartInfo(command[0], [.. command[1..], .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
