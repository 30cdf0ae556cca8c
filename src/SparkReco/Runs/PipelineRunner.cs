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

        folder.Store.DeleteFile(folder.Manifest);
        Json.Write(folder.Plan, plan);
        List<StageRecord> records = [];
        var last = plan.Stages.Count > 0 ? plan.Stages[^1].Stage : "";
        foreach (var stage in Pipeline.Stages.Take(1 + Pipeline.Stages.TakeWhile(stage => stage.Name != last).Count()))
        {
            cancellation.ThrowIfCancellationRequested();
            if (!stage.IsWanted(settings))
            {
                progress.Report(new RunEvent.StageLeftOut(stage.Name, stage.WhenUnwanted));
                DeleteStaged(stage);
                continue;
            }

            var planned = plan.Stages.SingleOrDefault(candidate => candidate.Stage == stage.Name);
            records.Add(planned is { WillRun: true } ? await RunStageAsync(stage, planned.Fingerprint, cancellation) : await KeepStageAsync(stage, cancellation));
        }

        var manifest = new RunManifest(folder.RunId, folder.RunDate, engine.Description, time.GetUtcNow(), time.GetElapsedTime(started).TotalSeconds, records);
        if (!isWhole)
            return new RunResult(manifest, ChangedNothing: false, IsPublished: false);
        QualityGate.Check(settings, records);
        new Publisher(folder, progress).Publish(records, cancellation);
        cancellation.ThrowIfCancellationRequested();
        Json.Write(folder.Manifest, manifest);
        folder.Store.Delete(folder.Staging);
        return new RunResult(manifest, ChangedNothing: false, IsPublished: true);
    }

    private void DeleteStaged(Stage stage)
    {
        foreach (var model in stage.Models)
            folder.Store.Delete(folder.Staged(model));
    }

    private StageContext Context() => new(settings, engine, folder, progress);

    private async Task<StageRecord> KeepStageAsync(Stage stage, CancellationToken cancellation)
    {
        var record = StageRecord.Read(folder, stage.Name)
            ?? throw new ConfigurationException($"the stage '{stage.Name}' is not done in run {folder.RunId}: run it first, or leave --stages out");
        foreach (var model in stage.Models.Where(model => model.IsWanted(settings)).Where(model => model.Lifetime is Lifetime.Run or Lifetime.Published))
            await Context().RegisterAsync(stage, model, cancellation);
        progress.Report(new RunEvent.StageKept(stage.Name));
        return record;
    }

    private async Task<StageRecord> RunStageAsync(Stage stage, Fingerprint fingerprint, CancellationToken cancellation)
    {
        progress.Report(new RunEvent.StageStarted(stage.Name, stage.Purpose));
        var started = time.GetTimestamp();
        folder.Store.DeleteFile(folder.Record(stage.Name));
        DeleteStaged(stage);
        var context = Context();
        if (stage.Work is { } work)
            await work(context, cancellation);
        var filled = await new StageModels(stage, context, time).FillAsync(cancellation);
        if (stage.Measure is { } measure)
            await measure(context, cancellation);
        var record = new StageRecord(
            stage.Name, folder.RunId, fingerprint, engine.Description, time.GetUtcNow(), time.GetElapsedTime(started).TotalSeconds, context.Inputs, filled.Tables, filled.Seconds, context.Counts, context.Notes);
        record.Write(folder);
        progress.Report(new RunEvent.StageFinished(stage.Name, time.GetElapsedTime(started), record.Tables, context.Notes));
        return record;
    }
}
