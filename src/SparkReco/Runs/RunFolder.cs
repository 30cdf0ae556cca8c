using SparkReco.Models;
using SparkReco.Sinks;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>
/// Where a run keeps its things: <c>runs/ID/</c> with the plan, a record for each finished stage, the staging folder and the report.
/// Tables are staged as <c>staging/TABLE/run_date=DAY/[system=NAME/]</c> and come to the same place below the lake when they are published.
/// </summary>
public sealed record RunFolder(IFileStore Store, Location Lake, string RunId, DateOnly RunDate)
{
    public Location Path => Runs / RunId;

    /// <summary>The folder of all runs.</summary>
    public Location Runs => Lake / "runs";

    public Location Plan => Path / "plan.json";

    /// <summary>What the run published last; the records of stages may be of a later start, which was refused or stopped.</summary>
    public Location Manifest => Path / "run.json";

    public Location Staging => Path / "staging";

    /// <summary>What the engine needs as long as the run lasts.</summary>
    public Location Scratch => Path / "scratch";

    public Location Report => Path / "report.html";

    /// <summary>The same figures for programs.</summary>
    public Location ReportTwin => Path / "report.json";

    /// <summary>What happened in the run's last start beside its result: retries, detours, leftovers.</summary>
    public Location Log => Path / "log.txt";

    /// <summary>What the run found, in sentences.</summary>
    public Location Summary => Path / "summary.json";

    /// <summary>What the run brought to which sinks.</summary>
    public Location SinkRecords => Path / "sinks.json";

    /// <summary>The file that says which run's tables are published for the day.</summary>
    public Location Generation => Runs / $"{Partition}.json";

    public Location Record(string stage) => Path / $"stages/{stage}.json";

    /// <summary>The record of a stage; null where there is none or it can't be read.</summary>
    public Task<StageRecord?> ReadRecordAsync(string stage, CancellationToken cancellation) =>
        Store.ReadJsonAsync<StageRecord>(Record(stage), cancellation);

    /// <summary>The records of those stages that are done.</summary>
    public async Task<IReadOnlyList<StageRecord>> RecordsAsync(IEnumerable<Stage> stages, CancellationToken cancellation)
    {
        List<StageRecord> records = [];
        foreach (var stage in stages)
        {
            if (await ReadRecordAsync(stage.Name, cancellation) is { } record)
                records.Add(record);
        }

        return records;
    }

    /// <summary>What the run brought to which sinks; nothing where it brought none.</summary>
    public async Task<IReadOnlyList<SinkRecord>> SinksAsync(CancellationToken cancellation) =>
        await Store.ReadJsonAsync<List<SinkRecord>>(SinkRecords, cancellation) ?? [];

    /// <summary>The folder that holds a model's files until they are published.</summary>
    public Location Staged(Model model) => Below(Staging, model);

    /// <summary>The folder that holds a model's files once they are published.</summary>
    public Location Published(Model model) => Below(Lake, model);

    /// <summary>The files of a table that a record of this run describes, staged or published; null where they are not there as they were written.</summary>
    public async Task<(Location Folder, IReadOnlyList<StoredFile> Files)?> FindAsync(Model model, TableRecord table, CancellationToken cancellation)
    {
        foreach (var place in new[] { Staged(model), Published(model) })
        {
            if (await table.FindInAsync(Store, place, cancellation, isWorking: model.Lifetime == Lifetime.Run) is { } files)
                return (place, files);
        }

        return null;
    }

    /// <summary>The right to write the lake, which one run has at a time. Where getting it may take a while, it is told why.</summary>
    /// <exception cref="LeaseException">Another run has it.</exception>
    public Task<Lease> TakeLeaseAsync(Action<string> tell, CancellationToken cancellation) =>
        Store.TakeLeaseAsync(Runs / ".lease", tell, cancellation);

    private string Partition => $"run_date={RunDate:yyyy-MM-dd}";

    private Location Below(Location folder, Model model) =>
        folder / $"{model.Name}/{Partition}{(model.System is null ? "" : $"/system={model.System}")}";
}
