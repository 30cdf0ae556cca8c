using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>The published tables of a day, open for reading, with the run that made them and its settings.</summary>
internal sealed class PublishedLake : IAsyncDisposable
{
    private PublishedLake(IEngine engine, Generation generation, Settings settings)
    {
        Engine = engine;
        Generation = generation;
        Settings = settings;
    }

    public IEngine Engine { get; }

    public Generation Generation { get; }

    /// <summary>The settings that the tables were made with.</summary>
    public Settings Settings { get; }

    /// <summary>Whether the day has tables of the comparison.</summary>
    public bool HasComparison => Generation.Tables.Any(table => table.Id == "comparison_summary");

    /// <summary>The generation of the day.</summary>
    /// <exception cref="ConfigurationException">Nothing was ever published for the run date.</exception>
    public static async Task<Generation> FindAsync(RunFolder folder, CancellationToken cancellation)
    {
        var day = $"{folder.RunDate:yyyy-MM-dd}";
        if (await Generation.ReadAsync(folder, cancellation) is { } generation)
            return generation;
        throw await folder.Store.FindAsync(folder.Generation, cancellation) is null
            ? new ConfigurationException(
                $"the lake {folder.Lake} has no tables of {day}: run 'sparkreco run --run-date {day}' first, or name another day with --run-date"
            )
            : new IOException($"{folder.Generation} is damaged: run 'sparkreco run --run-date {day}' again");
    }

    /// <exception cref="ConfigurationException">Nothing was ever published for the run date.</exception>
    /// <exception cref="IOException">The tables are being exchanged, or files of them are missing or changed.</exception>
    public static async Task<PublishedLake> OpenAsync(Composition composition, Settings today, RunFolder folder, CancellationToken cancellation)
    {
        var day = $"{folder.RunDate:yyyy-MM-dd}";
        var generation = await FindAsync(folder, cancellation);
        if (generation.State != GenerationState.Published)
            throw new IOException(
                $"run {generation.RunId} is publishing the tables of {day} (since {generation.At:u}), or was cut off while it did: wait, or start that run again with --run-id {generation.RunId}"
            );
        var engine = DuckDbEngine.Open(today.Engine, Engines.NewTemporaryFolder(), folder.Lake, composition.Stores);
        try
        {
            await PublishedTables.RegisterAsync(generation, folder, new RunTables(engine), names: null, cancellation);
        }
        catch
        {
            await engine.DisposeAsync();
            throw;
        }

        return new PublishedLake(
            engine,
            generation,
            generation.Settings with
            {
                Engine = today.Engine,
                Lake = today.Lake,
                BaseFolder = today.BaseFolder,
            }
        );
    }

    /// <summary>What reports are made of.</summary>
    /// <exception cref="ConfigurationException">An earlier version published the tables, and some or columns of them are missing.</exception>
    public Task<ReportData> ReadAsync(CancellationToken cancellation) =>
        ReadAsync(() => ReportData.ReadAsync(Settings, Generation.RunId, HasComparison, Generation.Engine, Engine, cancellation));

    /// <summary>What a reader of the tables gives.</summary>
    /// <exception cref="ConfigurationException">An earlier version published the tables, and some or columns of them are missing.</exception>
    public async Task<T> ReadAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (EngineException error) when (IsOfAnotherSchema(error))
        {
            var day = $"{Generation.RunDate:yyyy-MM-dd}";
            throw new ConfigurationException(
                $"the tables of {day} were published by an earlier version of this program: run 'sparkreco run --run-date {day}' again ({error.Message.Split('\n')[0]})",
                error
            );
        }
    }

    /// <summary>DuckDB's words for a table and for a column that is not there.</summary>
    private static bool IsOfAnotherSchema(EngineException error) =>
        error.Message.Contains("Catalog Error", StringComparison.Ordinal) || error.Message.Contains("Binder Error", StringComparison.Ordinal);

    public ValueTask DisposeAsync() => Engine.DisposeAsync();
}
