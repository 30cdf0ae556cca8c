using SparkReco.Adapters.DuckDb;
using SparkReco.Adapters.Spark;
using SparkReco.Adapters.SparkConnect;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>Opens the engine that the settings name.</summary>
internal static partial class Engines
{
    /// <exception cref="ConfigurationException">The address of Spark cannot be read.</exception>
    /// <exception cref="EngineException">Spark does not answer.</exception>
    public static async Task<IEngine> OpenAsync(
        EngineSettings settings,
        RunFolder folder,
        Stores stores,
        Action<string> log,
        CancellationToken cancellation
    )
    {
        var scratch = folder.Scratch;
        if (settings.Name == EngineName.DuckDb)
            return DuckDbEngine.Open(settings, scratch.IsLocal ? scratch.ToString() : NewTemporaryFolder(), folder.Lake, stores);
        var name = scratch.ToString()[((scratch.Scheme?.Length ?? -1) + 1)..];
        if (name.IndexOfAny([':', '*', '?', '[', ']', '{', '}', '\\', '$']) is >= 0 and var at)
            throw new ConfigurationException(
                $"Spark does not take '{name[at]}' in a path, and {scratch} has it: name another run with --run-id, or another lake"
            );
        var session = await OpenSparkAsync(settings.Spark.Remote, log, cancellation);
        var spark = new SparkEngine(
            session,
            settings.Spark.Reader == "auto" ? ThisProgram() : settings.Spark.Reader,
            settings.Spark.ShufflePartitions,
            scratch,
            folder.Lake,
            stores
        );
        return settings.Spark.DriverMegabytes == 0 ? spark : SplitEngine.Open(spark, settings, scratch, folder.Lake, stores, log);
    }

    /// <summary>A new folder for what a lake in an object store can't hold.</summary>
    public static string NewTemporaryFolder() => Directory.CreateTempSubdirectory("sparkreco-").FullName;

    private static async Task<ISparkSession> OpenSparkAsync(string remote, Action<string> log, CancellationToken cancellation)
    {
        Task<ISparkSession>? beside = null;
        OpenBesideDriver(ref beside, cancellation);
        if (beside is not null)
            return await beside;
        try
        {
            return await SparkConnectSession.OpenAsync(remote, SparkEngine.Configuration, cancellation, log);
        }
        catch (FormatException error)
        {
            throw new ConfigurationException($"engine.spark.remote or SPARK_REMOTE: {error.Message}", error);
        }
    }

    /// <summary>Opens a session of the driver that started this program, if one did: only in a build with Microsoft.Spark.</summary>
    static partial void OpenBesideDriver(ref Task<ISparkSession>? session, CancellationToken cancellation);

    private static string Quoted(string path) => $"'{path.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    /// <summary>The command of this program for the shell by which Spark starts it.</summary>
    private static string ThisProgram()
    {
        var process = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(process) == "dotnet"
            ? $"{Quoted(process)} {Quoted(Path.Combine(AppContext.BaseDirectory, "SparkReco.Cli.dll"))}"
            : Quoted(process);
    }
}
