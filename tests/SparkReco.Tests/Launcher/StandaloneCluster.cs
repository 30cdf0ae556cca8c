using System.Diagnostics;
using SparkReco.Tests.Ingest;
using Xunit;

namespace SparkReco.Tests.Launcher;

/// <summary>A master and two workers, one process each.</summary>
internal sealed class StandaloneCluster(string home) : IDisposable
{
    /// <summary>Options of a JVM that lives shortly.</summary>
    public const string FastStart = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC";

    /// <summary>Settings of a Spark that runs many statements over few rows: it would compile each for longer than it runs.</summary>
    public static readonly string[] Interpreted =
    [
        "--conf",
        "spark.sql.codegen.wholeStage=false",
        "--conf",
        "spark.sql.codegen.factoryMode=NO_CODEGEN",
        "--conf",
        $"spark.executor.extraJavaOptions={FastStart}",
        "--driver-java-options",
        FastStart,
    ];

    private const string MasterLine = "Starting Spark master at ";

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly TempFolder _folder = new();
    private readonly List<Process> _processes = [];

    public string Home => home;

    public string Url { get; private set; } = "";

    public static async Task<StandaloneCluster> StartAsync(string home)
    {
        var cluster = new StandaloneCluster(home);
        string Log() => File.Exists(cluster.LogFile) ? File.ReadAllText(cluster.LogFile) : "";
        cluster.Start("master.Master", "--port", "0");
        await Submission.UntilAsync(() => Log().Contains(MasterLine, StringComparison.Ordinal));
        cluster.Url = Log().Split(MasterLine)[1].Split('\n')[0];
        foreach (var worker in new[] { "1", "2" })
            cluster.Start("worker.Worker", "--cores", "1", "--memory", "1g", "--work-dir", Path.Combine(cluster._folder.Root, worker), cluster.Url);

        await Submission.UntilAsync(() => Log().Split("Registering worker").Length == 3);
        return cluster;
    }

    public async Task<string[]> RunAsync(string script, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(home, script), arguments) { RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["SPARK_HOME"] = home;
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Limit);
        await process.WaitForExitAsync().WaitAsync(Limit);
        Assert.Equal(0, process.ExitCode);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Kills one of the workers with its executors.</summary>
    public void KillWorker() => _processes[^1].Kill(entireProcessTree: true);

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit(Limit);
            process.Dispose();
        }

        _folder.Dispose();
    }

    private string LogFile => Path.Combine(_folder.Root, "log");

    private void Start(string role, params IEnumerable<string> arguments)
    {
        var configuration = _folder.Write(
            "log4j2.properties",
            $"""
            rootLogger.level = info
            rootLogger.appenderRef.file.ref = file
            appender.file.type = File
            appender.file.name = file
            appender.file.fileName = {LogFile}
            appender.file.layout.type = PatternLayout
            appender.file.layout.pattern = %m%n
            """
        );
        var start = new ProcessStartInfo(
            Path.Combine(home, "bin", "spark-class"),
            [$"org.apache.spark.deploy.{role}", "--host", "127.0.0.1", "--webui-port", "0", .. arguments]
        );
        start.Environment["SPARK_HOME"] = home;
        start.Environment["SPARK_DAEMON_JAVA_OPTS"] = $"-Dlog4j2.configurationFile={configuration} {FastStart}";
        _processes.Add(Process.Start(start)!);
    }
}
