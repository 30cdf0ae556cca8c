using System.Diagnostics;
using System.Text.RegularExpressions;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>A real YARN on this machine; it goes with the tests' process, however that ends.</summary>
public sealed partial class YarnCluster : IAsyncLifetime
{
    private const string ExecutorClass = "org.apache.spark.executor.YarnCoarseGrainedExecutorBackend";

    private const string Watch = """
        conf=$("$1" start "$2" 7168 4) && ln -s "$conf" "$2/ready"
        cat > /dev/null
        "$1" stop "$2"
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(6);

    private readonly TempFolder _folder = new();
    private Process? _process;

    /// <summary>What <c>HADOOP_CONF_DIR</c> names.</summary>
    public string Configuration => Path.Combine(_folder.Root, "yarn", "ready");

    public string Staging => _folder.Root;

    /// <summary>Applications whose containers have started, the newest last.</summary>
    public IReadOnlyList<string> Applications =>
        Directory.Exists(Logs) ? [.. Directory.GetDirectories(Logs).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)] : [];

    private string Logs => Path.Combine(_folder.Root, "yarn", "logs");

    public async ValueTask InitializeAsync()
    {
        var command = Path.Combine(SparkHome.RequireYarn(), "bin", "yarn-cluster");
        _process = Process.Start(
            new ProcessStartInfo("bash", ["-c", Watch, "bash", command, Path.Combine(_folder.Root, "yarn")])
            {
                RedirectStandardInput = true,
                UseShellExecute = false,
            }
        )!;
        await Submission.UntilAsync(() => Directory.Exists(Configuration) || _process.HasExited, Limit);
        Assert.False(_process.HasExited);
    }

    /// <summary>What the containers of an application have said, in both streams.</summary>
    public string Said(string application) =>
        string.Concat(
            Directory
                .EnumerateFiles(Path.Combine(Logs, application), "std*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(File.ReadAllText)
        );

    public async Task KillAsync(string application)
    {
        var start = new ProcessStartInfo(
            Path.Combine(SparkHome.RequireYarn(), "bin", "spark-class"),
            ["org.apache.hadoop.yarn.client.cli.ApplicationCLI", "application", "-kill", application]
        )
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment["HADOOP_CONF_DIR"] = start.Environment["YARN_CONF_DIR"] = Configuration;
        using var kill = Process.Start(start)!;
        var said = await kill.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await kill.WaitForExitAsync().WaitAsync(Limit);
        Assert.True(kill.ExitCode == 0, said);
    }

    /// <summary>Kills the executors of an application.</summary>
    public static void KillExecutors(string application)
    {
        var executors = Directory
            .EnumerateDirectories("/proc")
            .Where(folder =>
                Number().IsMatch(folder)
                && CommandOf(folder) is [{ } program, ..] command
                && program.EndsWith("/java", StringComparison.Ordinal)
                && command.Contains(ExecutorClass)
                && command.Contains(application)
            )
            .Select(folder => int.Parse(Path.GetFileName(folder), null))
            .ToList();
        Assert.NotEmpty(executors);
        executors.ForEach(executor => Submission.Signal(Submission.Kill, executor));
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync().WaitAsync(Limit);
            _process.Dispose();
        }

        _folder.Dispose();
    }

    private static string[] CommandOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // The process has gone.
        }
    }

    [GeneratedRegex("^/proc/[0-9]+$", RegexOptions.None, 1000)]
    private static partial Regex Number();
}
