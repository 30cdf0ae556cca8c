using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace SparkReco.Benchmarks.Runs;

/// <summary>Runs a process and measures it: stage by stage where it tells on standard error which stage is done, as the product does.</summary>
internal static partial class MeteredProcess
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <param name="folder">The folder that it works in.</param>
    /// <param name="rest">What the part after the last stage is called.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <exception cref="InvalidOperationException">The process failed.</exception>
    public static async Task<IReadOnlyList<Part>> RunAsync(string folder, string rest, params IReadOnlyList<string> command)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var probe = new ProcessProbe(process.Id);
        List<Part> parts = [];
        var errors = new StringBuilder();
        var output = process.StandardOutput.ReadToEndAsync();
        var told = CutAtStagesAsync(process.StandardError, errors, stage => parts.Add(new Part(stage, probe.Cut())));
        while (!process.HasExited)
        {
            probe.Look();
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(Pause));
        }

        await Task.WhenAll(output, told);
        parts.Add(new Part(rest, probe.Cut()));
        return process.ExitCode == 0
            ? parts
            : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}\n{errors}{await output}");
    }

    private static async Task CutAtStagesAsync(StreamReader lines, StringBuilder errors, Action<string> cut)
    {
        while (await lines.ReadLineAsync() is { } line)
        {
            errors.AppendLine(line);
            if (StageLine().Match(line) is { Success: true } found)
                cut(found.Groups["stage"].Value);
        }
    }

    [GeneratedRegex(@"^\d+ of \d+ +(?<stage>\w+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex StageLine();
}
