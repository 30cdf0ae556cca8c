using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Sinks;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>How a run ended.</summary>
public sealed record RunResult(RunManifest Manifest, bool ChangedNothing, bool IsPublished);

/// <summary>
/// Runs the pipeline's stages in order. Each stage's tables are staged and checked against their contracts, then its record is written;
/// when all stages are done, the tables are published. A run that was cut off anywhere goes on from the last finished stage.
/// </summary>
/// <param name="stages">The pipeline.</param>
/// <param name="settings">The run's settings.</param>
/// <param name="folder">The run.</param>
/// <param name="ports">What the run may use of the world.</param>
public sealed class PipelineRunner(IReadOnlyList<Stage> stages, Settings settings, RunFolder folder, RunPorts ports)
{
    private readonly RunPlanner _planner = new(stages, settings, folder, ports.Stores, ports.Trainer);
    private Settings _settings = settings;
    private readonly RunMemory _memory = new();
    private readonly RunTables _tables = new(ports.Engine);
    private readonly List<Stage> _asked = [.. stages.Where(stage => stage.IsWanted(settings))];
    private readonly Stage? _lastOfKernels = stages.LastOrDefault(stage => stage.ShortcutSize is not null);
    private readonly string _fileName = $"part-{Guid.NewGuid():N}"[..13];

    /// <exception cref="ContractException">A table breaks its contract; nothing is published.</exception>
    /// <exception cref="QualityGateException">The result is not good enough to publish.</exception>
    public async Task<RunResult> RunAsync(RunPlan plan, bool isWhole, CancellationToken cancellation)
    {
        var started = ports.Clock.GetTimestamp();
        if (
            isWhole
            && plan.IsDone
            && plan.IsPublished
            && await folder.Store.ReadJsonAsync<RunManifest>(folder.Manifest, cancellation) is { } finished
        )
        {
            await DeleteUnneededAsync(cancellation);
            // What a sink lacks that was out of reach, or is new.
            if (await Generation.ReadAsync(folder, cancellation) is { } published)
                await PublishToSinksAsync(published, cancellation);
            return new RunResult(finished, ChangedNothing: true, IsPublished: true);
        }

        await folder.Store.WriteJsonAsync(folder.Plan, plan, cancellation);
        List<StageRecord> records = [];
        var last = plan.Stages.Count > 0 ? plan.Stages[^1].Stage : "";
        foreach (var stage in stages.Take(1 + stages.TakeWhile(stage => stage.Name != last).Count()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!stage.IsWanted(_settings))
            {
                ports.Progress.Report(new RunEvent.StageLeftOut(stage.Name, stage.WhenUnwanted));
                await DeleteStagedAsync(stage, cancellation);
                continue;
            }

            if (stage.NeedsGoodResult)
                QualityGate.Check(_settings, records);
            var planned = plan.Stages.SingleOrDefault(candidate => candidate.Stage == stage.Name);
            records.Add(
                planned is { WillRun: true }
                    ? await RunStageAsync(stage, planned.Fingerprint, records, cancellation)
                    : await KeepStageAsync(stage, cancellation)
            );
            // What a stage brought that had to run decides what else does.
            if (planned is { WillRun: true } && stage.WhyForced(_settings) is not null)
                plan = await _planner.MakeAsync(isWhole ? null : [.. plan.Stages.Select(other => other.Stage)], cancellation, isForced: false);
            _settings = records[^1].Chosen?.In(_settings) ?? _settings;
            if (stage == _lastOfKernels)
                _memory.Clear();
        }

        var manifest = new RunManifest(
            folder.RunId,
            folder.RunDate,
            ports.Engine.Description,
            ports.Clock.GetUtcNow(),
            ports.Clock.GetElapsedTime(started).TotalSeconds,
            records
        )
        {
            // Before its stage nothing is chosen yet.
            Baseline = records.Exists(record => record.Stage == "baseline") ? _settings.BaselineName : null,
        };
        if (!isWhole)
            return new RunResult(manifest, ChangedNothing: false, IsPublished: false);
        QualityGate.Check(_settings, records);
        var generation = await new Publisher(folder, stages, ports).PublishAsync(GenerationOf(records), cancellation);
        manifest = manifest with { Stages = await KeepPublishedAsync(records, generation) };
        await folder.Store.WriteJsonAsync(folder.Manifest, manifest, CancellationToken.None);
        await DeleteUnneededAsync(cancellation);
        await PublishToSinksAsync(generation, cancellation);
        return new RunResult(manifest, ChangedNothing: false, IsPublished: true);
    }

    /// <summary>Last of all: a sink never shows a run that the lake has not published.</summary>
    private Task PublishToSinksAsync(Generation generation, CancellationToken cancellation) =>
        new SinkPublisher(_settings, folder, ports).PublishAsync(generation, [.. _settings.Sinks.Keys], cancellation);

    /// <summary>The records with the files as they were published, where the tables are found from now on.</summary>
    private async Task<IReadOnlyList<StageRecord>> KeepPublishedAsync(IReadOnlyList<StageRecord> records, Generation generation)
    {
        var published = generation.Tables.ToDictionary(table => table.Id);
        List<StageRecord> kept = [];
        foreach (var record in records)
        {
            kept.Add(record with { Tables = [.. record.Tables.Select(table => published.GetValueOrDefault(table.Id, table))] });
            if (!kept[^1].Tables.SelectMany(table => table.Files).SequenceEqual(record.Tables.SelectMany(table => table.Files)))
                await folder.Store.WriteJsonAsync(folder.Record(record.Stage), kept[^1], CancellationToken.None);
        }

        return kept;
    }

    private Generation GenerationOf(IReadOnlyList<StageRecord> records)
    {
        var published = stages
            .SelectMany(stage => stage.Models)
            .Where(model => model.Lifetime == Lifetime.Published)
            .Select(model => model.Id)
            .ToHashSet();
        var engine = records.FirstOrDefault(record => record.Tables.Any(table => published.Contains(table.Id)))?.Engine ?? ports.Engine.Description;
        return new Generation(
            folder.RunId,
            folder.RunDate,
            GenerationState.Published,
            ports.Clock.GetUtcNow(),
            engine,
            _settings.ToRecord(),
            [.. records.SelectMany(record => record.Tables).Where(table => published.Contains(table.Id))]
        );
    }

    /// <summary>
    /// Of what a published run has staged, working tables stay for the next time that it runs with another setting, but for those that are as
    /// large as the input files.
    /// </summary>
    private Task DeleteUnneededAsync(CancellationToken cancellation) =>
        FileReading.InParallelAsync(
            stages.SelectMany(stage => stage.Models).Where(model => model.Lifetime == Lifetime.Published || model.IsLarge),
            (model, stop) => folder.Store.DeleteAsync(folder.Staged(model), stop, below: folder.Path),
            cancellation
        );

    private async Task DeleteStagedAsync(Stage stage, CancellationToken cancellation)
    {
        foreach (var model in stage.Models)
            await folder.Store.DeleteAsync(folder.Staged(model), cancellation, below: folder.Path);
    }

    private async Task<StageRecord> KeepStageAsync(Stage stage, CancellationToken cancellation)
    {
        var record =
            await folder.ReadRecordAsync(stage.Name, cancellation)
            ?? throw new ConfigurationException($"the stage '{stage.Name}' is not done in run {folder.RunId}: run it first, or leave --stages out");
        foreach (var table in record.Tables)
        {
            var model = stage.Models.Single(model => model.Id == table.Id);
            if (await folder.FindAsync(model, table, cancellation) is { } found)
                await _tables.RegisterAsync(model, found.Folder, found.Files, cancellation);
        }

        ports.Progress.Report(new RunEvent.StageKept(stage.Name, _asked.IndexOf(stage) + 1, _asked.Count));
        return record;
    }

    private async Task<StageRecord> RunStageAsync(
        Stage stage,
        Fingerprint planned,
        IReadOnlyList<StageRecord> earlier,
        CancellationToken cancellation
    )
    {
        var number = _asked.IndexOf(stage) + 1;
        ports.Progress.Report(new RunEvent.StageStarted(stage.Name, stage.Purpose, number, _asked.Count));
        var started = ports.Clock.GetTimestamp();
        await folder.Store.DeleteFileAsync(folder.Record(stage.Name), cancellation);
        await DeleteStagedAsync(stage, cancellation);
        // What was read counts, not what was there when the run was planned.
        var upstream = RunPlanner.Upstream(stage, earlier.Select(record => (stages.Single(other => other.Name == record.Stage), record.Fingerprint)));
        var context = new StageContext(stage, _settings, ports, folder, _tables, _memory, _fileName, upstream);
        if (stage.Work is { } work)
            await work(context, cancellation);
        var filled = await new StageModels(context).FillAsync(cancellation);
        if (stage.Measure is { } measure)
            await measure(context, cancellation);

        var fingerprint = planned with { Files = Fingerprint.OfFiles(context.Inputs), Upstream = upstream, Lacked = context.Lacked };
        var record = new StageRecord(
            stage.Name,
            folder.RunId,
            fingerprint,
            ports.Engine.Description,
            ports.Clock.GetUtcNow(),
            ports.Clock.GetElapsedTime(started).TotalSeconds,
            context.Inputs,
            filled.Tables,
            filled.Seconds,
            context.Counts,
            context.Notes
        )
        {
            Chosen = context.Chosen,
        };
        await folder.Store.WriteJsonAsync(folder.Record(stage.Name), record, cancellation);
        if (filled.Seconds.Count > 0)
            ports.Log($"{stage.Name}: {string.Join(", ", filled.Seconds.Select(model => $"{model.Key} {model.Value:0.000} s"))}");
        var published = record
            .Tables.Where(table => stage.Models.Any(model => model.Id == table.Id && model.Lifetime == Lifetime.Published))
            .ToArray();
        ports.Progress.Report(
            new RunEvent.StageFinished(stage.Name, number, _asked.Count, ports.Clock.GetElapsedTime(started), published, context.Notes)
        );
        return record;
    }
}
