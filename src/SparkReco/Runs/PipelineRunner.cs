using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Runs;

/// <summary>How a run ended.</summary>
public sealed record RunResult(RunManifest Manifest, bool ChangedNothing, bool IsPublished);

/// <summary>
/// Runs the pipeline's stages in order. Each stage's tables are staged and checked against their contracts, then its record is written;
/// when all stages are done, the tables are published. A run that was cut off anywhere goes on from the last finished stage.
/// </summary>
public sealed class PipelineRunner(Settings settings, RunFolder folder, IEngine engine, TimeProvider time, IProgress<RunEvent> progress)
{
    /// <exception cref="ContractException">A table breaks its contract; nothing is published.</exception>
    /// <exception cref="QualityGateException">The result is not good enough to publish.</exception>
    public async Task<RunResult> RunAsync(RunPlan plan, bool isWhole, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        if (isWhole && plan.IsDone && Json.Read<RunManifest>(folder.Manifest) is { } finished)
            return new RunResult(finished, ChangedNothing: true, IsPublished: true);

        Durable.DeleteFile(folder.Manifest);
        Json.Write(folder.Plan, plan);
        List<StageRecord> records = [];
        var last = plan.Stages.Count > 0 ? plan.Stages[^1].Stage : "";
        foreach (var stage in Pipeline.Stages.Take(1 + Pipeline.Stages.TakeWhile(stage => stage.Name != last).Count()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!stage.IsWanted(settings))
            {
                progress.Report(new RunEvent.StageLeftOut(stage.Name, stage.WhenUnwanted));
                continue;
            }

            var planned = plan.Stages.SingleOrDefault(candidate => candidate.Stage == stage.Name);
            records.Add(planned is { WillRun: true } ? await RunStageAsync(stage, planned.Fingerprint, cancellation) : await KeepStageAsync(stage, cancellation));
        }

        var manifest = new RunManifest(folder.RunId, folder.RunDate, engine.Description, time.GetUtcNow(), time.GetElapsedTime(started).TotalSeconds, records);
        if (!isWhole)
            return new RunResult(manifest, ChangedNothing: false, IsPublished: false);
        QualityGate.Check(settings, records);
        new Publisher(folder, progress).Publish(records);
        Json.Write(folder.Manifest, manifest);
        Durable.Delete(folder.Staging);
        return new RunResult(manifest, ChangedNothing: false, IsPublished: true);
    }

    private async Task<StageRecord> KeepStageAsync(Stage stage, CancellationToken cancellation)
    {
        var record = StageRecord.Read(folder, stage.Name)
            ?? throw new ConfigurationException($"the stage '{stage.Name}' is not done in run {folder.RunId}: run it first, or leave --stages out");
        foreach (var model in stage.Models.Where(model => model.IsWanted(settings)).Where(model => model.Lifetime is Lifetime.Run or Lifetime.Published))
            await RegisterAsync(stage, model, cancellation);
        progress.Report(new RunEvent.StageKept(stage.Name));
        return record;
    }

    private async Task<StageRecord> RunStageAsync(Stage stage, Fingerprint fingerprint, CancellationToken cancellation)
    {
        progress.Report(new RunEvent.StageStarted(stage.Name, stage.Purpose));
        var started = time.GetTimestamp();
        Durable.DeleteFile(folder.Record(stage.Name));
        foreach (var model in stage.Models)
            Durable.Delete(folder.Staged(model));
        var context = new StageContext(settings, engine, folder, progress);
        if (stage.Work is { } work)
            await work(context, cancellation);
        List<Task<TableRecord>> tables = [];
        List<string> temporary = [];
        Dictionary<string, double> seconds = [];
        foreach (var model in stage.Models.Where(model => model.IsWanted(settings)))
        {
            cancellation.ThrowIfCancellationRequested();
            progress.Report(new RunEvent.ModelStarted(stage.Name, model.Id));
            var modelStarted = time.GetTimestamp();
            if (await FillAsync(stage, model, context, cancellation) is { } table)
                tables.Add(table);
            else
                temporary.Add(model.Name);
            seconds[model.Id] = Math.Round(time.GetElapsedTime(modelStarted).TotalSeconds, 3);
        }

        if (stage.Measure is { } measure)
            await measure(context, cancellation);
        foreach (var name in Enumerable.Reverse(temporary))
            await engine.DropAsync(name, cancellation);
        var record = new StageRecord(
            stage.Name, folder.RunId, fingerprint, engine.Description, time.GetUtcNow(), time.GetElapsedTime(started).TotalSeconds, context.Inputs, await Task.WhenAll(tables), seconds, context.Counts, context.Notes);
        record.Write(folder);
        progress.Report(new RunEvent.StageFinished(stage.Name, time.GetElapsedTime(started), record.Tables, context.Notes));
        return record;
    }

    /// <summary>
    /// Fills a model's table; gives its record, or nothing for a table that lives only in this stage. The record is ready when the files are on
    /// the disk, which the next models need not wait for.
    /// </summary>
    private async Task<Task<TableRecord>?> FillAsync(Stage stage, Model model, StageContext context, CancellationToken cancellation)
    {
        try
        {
            if (model.Lifetime is Lifetime.View or Lifetime.Stage)
            {
                if (model.Rows is { } compute)
                    await engine.LoadAsync(model.Name, model.Columns, await compute(new ModelContext(settings, engine), cancellation), cancellation);
                else
                    await engine.CreateAsync(model.Name, ModelParameters.Render(model, settings), model.Lifetime == Lifetime.View, cancellation);
                return null;
            }

            if (model.IsSql)
                await engine.WriteAsync(ModelParameters.Render(model, settings), folder.Staged(model), 0, cancellation);
            else if (model.Rows is { } compute)
                await context.WriteRowsAsync(model, await compute(new ModelContext(settings, engine), cancellation), cancellation);
        }
        catch (EngineException error)
        {
            throw new EngineException($"{(model.IsSql ? model.SqlPath : model.Id)}: {error.Message}", error);
        }

        await RegisterAsync(stage, model, cancellation);
        var rows = await ContractCheck.CheckAsync(engine, model, cancellation);
        return Task.Run(() => new TableRecord(model.Id, rows, Describe(folder.Staged(model), model.Lifetime == Lifetime.Published)), cancellation);
    }

    /// <summary>Makes a table of this run readable: all the systems' parts of it that are there by now.</summary>
    private async Task RegisterAsync(Stage stage, Model model, CancellationToken cancellation)
    {
        var upTo = Pipeline.For(settings).TakeWhile(earlier => earlier != stage).Append(stage);
        var parts = upTo.SelectMany(part => part.Models).Where(part => part.Name == model.Name)
            .Select(part => new TableFolder(Directory.Exists(folder.Staged(part)) ? folder.Staged(part) : folder.Published(part), part.System))
            .Where(part => Directory.Exists(part.Path))
            .ToArray();
        await engine.RegisterAsync(model.Name, model.Schema, parts, cancellation);
    }

    /// <summary>
    /// The files of a table. Published ones are brought to the disk first; those of a working table, which are gone soon, are checked by their
    /// hash when a run goes on.
    /// </summary>
    private static IReadOnlyList<TableFile> Describe(string location, bool isPublished)
    {
        if (!Directory.Exists(location))
            return [];
        if (isPublished)
            Durable.FlushTree(location);
        return [.. Directory.EnumerateFiles(location, "*.parquet").Order(StringComparer.Ordinal).AsParallel().AsOrdered()
            .Select(file => new TableFile(Path.GetFileName(file), new FileInfo(file).Length, Hashing.OfFile(file)))];
    }
}
