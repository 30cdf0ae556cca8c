using SparkReco.Adapters;
using SparkReco.Adapters.LightGbm;
using SparkReco.Adapters.S3;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>The composition root: what commands use of the world is made here, and handed on by value.</summary>
internal sealed class Composition
{
    /// <param name="terminal">Where commands write.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="stop">Cancelled by a signal.</param>
    public Composition(Terminal terminal, TimeProvider clock, CancellationToken stop)
    {
        Terminal = terminal;
        Clock = clock;
        Log = new RunLog(clock);
        Stores = new Stores(
            new LocalFileStore(clock),
            new Dictionary<string, Func<IFileStore>> { ["s3"] = () => new S3FileStore(clock, tell: Log.Write, stop: stop) }
        );
    }

    public Terminal Terminal { get; }

    public TimeProvider Clock { get; }

    public RunLog Log { get; }

    public Stores Stores { get; }

    /// <summary>Learns to rank.</summary>
    public IRankingTrainer Trainer { get; } = new LightGbmTrainer();

    /// <summary>The databases that the settings name.</summary>
    public IDatabases Databases(Settings settings) => new Databases(settings.BaseFolder, Stores, Clock, Log.Write);

    /// <summary>The run of an id in the lake that the settings name.</summary>
    public RunFolder Folder(Settings settings, string runId) => new(Stores.Of(settings.Lake), settings.Lake, runId, settings.RunDate);
}
