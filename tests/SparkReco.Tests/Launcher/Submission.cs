using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>A running spark-submit.sh, in a process group of its own, and the program that it runs.</summary>
internal sealed partial class Submission : IDisposable
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    public Submission(string sparkHome, IEnumerable<string> arguments, string? yarn = null)
    {
        var start = new ProcessStartInfo("setsid", [Path.Combine(Golden.Root, "spark-submit.sh"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["SPARK_HOME"] = sparkHome;
        start.Environment["PYTHONPATH"] = "";
        start.Environment["SPARK_REMOTE"] = "sc://a.remote.of.the.caller:1";
        if (yarn is not null)
            start.Environment["HADOOP_CONF_DIR"] = start.Environment["YARN_CONF_DIR"] = yarn;

        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>The JVM's process: spark-submit.sh, spark-submit and the scripts behind it each become the next.</summary>
    public int Jvm => _process.Id;

    public static void Signal(int number, int process) => Assert.Equal(0, SendSignal(process, number));

    public async Task<Result> ResultAsync(TimeSpan? limit = null)
    {
        await _process.WaitForExitAsync().WaitAsync(limit ?? Limit);
        return new Result(_process.ExitCode, await _output.WaitAsync(Limit), await _errors.WaitAsync(Limit));
    }

    public static async Task<int> ProgramAsync(string pidFile)
    {
        await UntilAsync(() => File.Exists(pidFile) && File.ReadAllText(pidFile).EndsWith('\n'));
        return int.Parse(await File.ReadAllTextAsync(pidFile), CultureInfo.InvariantCulture);
    }

    /// <summary>Whether it is over, however it ended.</summary>
    public bool HasEnded => _process.HasExited;

    public static int ParentOf(int process) =>
        int.Parse(
            File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("PPid:", StringComparison.Ordinal))[5..],
            CultureInfo.InvariantCulture
        );

    /// <summary>The process of a name that another one has started.</summary>
    public static int ChildOf(int parent, string name) =>
        Process.GetProcessesByName(name).Select(process => process.Id).Single(process => ParentOf(process) == parent);

    public static Task GoneAsync(int process) => UntilAsync(() => !Directory.Exists($"/proc/{process}"));

    public static async Task UntilAsync(Func<bool> condition, TimeSpan? limit = null)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < (limit ?? Limit), "waited too long");
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _ = SendSignal(-_process.Id, Kill);

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int number);

    public sealed record Result(int Code, string Output, string Errors);
}
