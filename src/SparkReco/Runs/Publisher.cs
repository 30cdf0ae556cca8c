using SparkReco.Models;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>
/// Brings the staged tables of a run into the lake, all of them or, seen by the generation, none. A run that was cut off while it published
/// does the rest when it is started again.
/// </summary>
/// <param name="folder">The run.</param>
/// <param name="stages">The pipeline, whose tables a day can have.</param>
/// <param name="ports">The clock, and who is told.</param>
public sealed class Publisher(RunFolder folder, IReadOnlyList<Stage> stages, RunPorts ports)
{
    // Who stops a run waits ten seconds before killing it, and the log and the lease come after this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    /// <summary>
    /// Publishes the tables of the generation, and takes out what an earlier run left and this one has not. Once it has begun, a cancellation
    /// gives it some seconds to end.
    /// </summary>
    /// <returns>The generation with the files as they were published: a store may give copies other versions and hashes.</returns>
    /// <exception cref="LeaseException">Another run has published since this one began to.</exception>
    public async Task<Generation> PublishAsync(Generation generation, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var former = await folder.Store.FindAsync(folder.Generation, cancellation);
        var begun = generation with { State = GenerationState.Publishing, At = ports.Clock.GetUtcNow() };
        var written = await begun.WriteAsync(folder, former, cancellation);
        using var late = new CancellationTokenSource(Timeout.InfiniteTimeSpan, ports.Clock);
        await using var patience = cancellation.Register(() => late.CancelAfter(Patience));

        var models = stages
            .SelectMany(stage => stage.Models)
            .Where(model => model.Lifetime == Lifetime.Published)
            .DistinctBy(model => model.Id)
            .ToArray();
        var tables = generation.Tables.ToDictionary(table => table.Id);
        var published = new TableRecord[generation.Tables.Count];
        await FileReading.InParallelAsync(
            models.Where(model => tables.ContainsKey(model.Id)).Index(),
            async (model, stop) => published[model.Index] = await PublishAsync(model.Item, tables[model.Item.Id], stop),
            late.Token
        );
        foreach (var model in models)
            await TidyAsync(model, published.FirstOrDefault(table => table.Id == model.Id), late.Token);

        var done = generation with { State = GenerationState.Published, At = ports.Clock.GetUtcNow(), Tables = published };
        await done.WriteAsync(folder, written, late.Token);
        return done;
    }

    /// <summary>Brings a table to its place, if it is not there, and gives its files as they are there.</summary>
    private async Task<TableRecord> PublishAsync(Model model, TableRecord table, CancellationToken cancellation)
    {
        var target = folder.Published(model);
        if (await table.FindInAsync(folder.Store, folder.Staged(model), cancellation) is { Count: > 0 })
        {
            ports.Progress.Report(new RunEvent.Publishing(model.Id));
            table = await AsWrittenAsync(table, await folder.Store.ReplaceAsync(folder.Staged(model), target, cancellation), cancellation);
        }

        var files =
            await table.FindInAsync(folder.Store, target, cancellation)
            ?? throw new IOException($"{target}: the files of the table are not there as they were written; start the run again");
        return table with { Files = [.. files.Zip(table.Files, (stored, file) => file with { Version = stored.Version })] };
    }

    /// <summary>The table with the versions and hashes that its files have where they were published.</summary>
    private async Task<TableRecord> AsWrittenAsync(TableRecord table, IReadOnlyList<StoredFile> written, CancellationToken cancellation)
    {
        var byName = written.ToDictionary(file => file.Name);
        List<TableFile> files = [];
        foreach (var file in table.Files)
        {
            var stored = byName[file.Name];
            var hash = stored.Version == file.Version ? file.Hash : await folder.Store.HashAsync(stored, cancellation);
            files.Add(file with { Hash = hash, Version = stored.Version });
        }

        return table with
        {
            Files = files,
        };
    }

    /// <summary>Deletes what is no file of the generation. Where it can't be, it is told: readers of the generation are not misled.</summary>
    private async Task TidyAsync(Model model, TableRecord? table, CancellationToken cancellation)
    {
        var place = folder.Published(model);
        try
        {
            var names = table?.Files.Select(file => file.Name).ToHashSet() ?? [];
            var there = await folder.Store.ListAsync(place, cancellation);
            await FileReading.InParallelAsync(
                there.Where(file => file.Path.Folder == place && !names.Contains(file.Name)),
                (stray, stop) => folder.Store.DeleteFileAsync(stray.Path, stop),
                cancellation
            );
            if (table is null)
                await folder.Store.DeleteAsync(place, cancellation, below: folder.Lake);
            // What a kill left of folders on their way out.
            foreach (
                var hidden in (await folder.Store.FoldersAsync(place.Folder, cancellation)).Where(name =>
                    name.StartsWith($".{place.Name}.", StringComparison.Ordinal)
                )
            )
                await folder.Store.DeleteAsync(place.Folder / hidden, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            ports.Progress.Report(
                new RunEvent.Told(
                    $"what an earlier run left in {place} could not be deleted ({error.Message}): who reads all files of the folder sees its rows, too"
                )
            );
        }
    }
}
