using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>What a stage's models left: the records of their tables, and how long each model took.</summary>
public sealed record FilledModels(IReadOnlyList<TableRecord> Tables, IReadOnlyDictionary<string, double> Seconds);

/// <summary>
/// Fills the models of a stage in their order or, where the engine runs statements at once, each as soon as the tables that it reads are there.
/// </summary>
internal sealed class StageModels(StageContext context)
{
    private readonly IEngine _engine = context.Engine;
    private bool _takesShortcuts;
    private readonly Settings _settings = context.AllSettings;

    public async Task<FilledModels> FillAsync(CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Dictionary<string, Task> filling = [];
        List<Task<TableRecord?>> done = [];
        var seconds = new Dictionary<string, double>();
        _takesShortcuts = await TakesShortcutsAsync(cancellation);
        if (context.Stage.ShortcutSize is not null)
            context.Ports.Log($"{context.Stage.Name}: by {(_takesShortcuts ? "kernels" : "SQL")}");
        var models = Needed([.. context.Stage.Models.Where(model => model.IsWanted(_settings))]);
        var previous = Task.CompletedTask;
        foreach (var model in models)
        {
            // The parts of a table become readable one after another.
            var before = _engine.RunsStatementsAtOnce
                ? Task.WhenAll(InputsOf(model).Append(model.Name).Distinct().Select(filling.GetValueOrDefault).OfType<Task>())
                : previous;
            var table = FillAfterAsync(before, model, seconds, stop.Token);
            filling[model.Name] = previous = table;
            done.Add(StopOnFailureAsync(table, stop));
        }

        var tables = await Task.WhenAll(done);
        foreach (var model in models.Where(IsTemporary).Reverse())
            await _engine.DropAsync(model.Name, cancellation);
        return new FilledModels([.. tables.OfType<TableRecord>()], models.ToDictionary(model => model.Id, model => seconds[model.Id]));
    }

    private bool IsShort(Model model) => model.TakesShortcut(_settings, _takesShortcuts);

    private IReadOnlyList<string> InputsOf(Model model) => IsShort(model) ? model.ShortcutReads : model.Inputs;

    /// <summary>Whether the stage has shortcuts, and few enough rows for them.</summary>
    private async Task<bool> TakesShortcutsAsync(CancellationToken cancellation)
    {
        var needsShortcut = context.Stage.Models.Any(model => model.NeedsShortcut(_settings));
        var isPreferred = _settings.Engine.Kernels == KernelMode.Auto;
        if (context.Stage.ShortcutSize is not { } table || !(isPreferred || needsShortcut))
            return false;
        var rows = await context.CountAsync(table, cancellation);
        var fits = rows <= _settings.Engine.MostEventsInMemory;
        if (!fits && needsShortcut)
        {
            throw new EngineException(
                $"item_item.model=ease holds {table} in memory, and its {rows:N0} rows are more than the {_settings.Engine.MostEventsInMemory:N0} that engine.memory_mb has room for: give it more, or take item_item.model=pairs"
            );
        }

        return fits && isPreferred;
    }

    /// <summary>The models whose rows outlive the stage or are read in it: a shortcut needs few of those that the SQL needs.</summary>
    private Model[] Needed(Model[] models)
    {
        var read = context.Stage.Queries.SelectMany(Query.TablesOf).ToHashSet();
        List<Model> needed = [];
        foreach (var model in models.Reverse().Where(model => !IsTemporary(model) || read.Contains(model.Name)))
        {
            needed.Add(model);
            read.UnionWith(InputsOf(model));
        }

        needed.Reverse();
        return [.. needed];
    }

    private static bool IsTemporary(Model model) => model.Lifetime is Lifetime.View or Lifetime.Stage;

    /// <summary>Waits for the table's record, too; whatever fails first keeps the others from going on.</summary>
    private static async Task<TableRecord?> StopOnFailureAsync(Task<Task<TableRecord>?> table, CancellationTokenSource stop)
    {
        try
        {
            return await table is { } record ? await record : null;
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
    }

    private async Task<Task<TableRecord>?> FillAfterAsync(
        Task before,
        Model model,
        Dictionary<string, double> seconds,
        CancellationToken cancellation
    )
    {
        await before;
        cancellation.ThrowIfCancellationRequested();
        context.Ports.Progress.Report(new RunEvent.ModelStarted(context.Stage.Name, model.Id));
        var started = context.Ports.Clock.GetTimestamp();
        var table = await FillAsync(model, cancellation);
        lock (seconds)
            seconds[model.Id] = Math.Round(context.Ports.Clock.GetElapsedTime(started).TotalSeconds, 3);
        return table;
    }

    /// <summary>
    /// Fills a model's table; gives its record, or nothing for a table that lives only in this stage. The record is ready when the table is
    /// checked and its files are on the disk, which the next models need not wait for.
    /// </summary>
    private async Task<Task<TableRecord>?> FillAsync(Model model, CancellationToken cancellation)
    {
        try
        {
            var compiled = IsShort(model) ? model.Shortcut : model.Kernel;
            var tables = new DeclaredTables(_engine, model.Id, IsShort(model) ? model.ShortcutReads : model.RowsRead);
            var reads = new ModelContext(context.Settings, tables, context.Memory);
            var sql =
                compiled is null && model.IsSql
                    ? ModelParameters.Render(model, _settings, model.Parameters is { } ask ? await ask(reads, cancellation) : [])
                    : "";
            if (IsTemporary(model))
            {
                if (compiled is { } kernel)
                    await _engine.LoadAsync(model.Name, model.Schema, kernel(reads, cancellation), cancellation);
                else if (model.Rows is { } compute)
                    await _engine.LoadAsync(model.Name, model.Columns, await compute(reads, cancellation), cancellation);
                else
                    await _engine.CreateAsync(model.Name, sql, model.Lifetime == Lifetime.View, cancellation);
                return null;
            }

            if (compiled is { } make)
                await context.WriteAsync(model, make(reads, cancellation), cancellation);
            else if (model.IsSql)
                await _engine.WriteAsync(sql, context.Folder.Staged(model), $"{context.FileName}-0", cancellation);
            else if (model.Rows is { } compute)
                await context.WriteRowsAsync(model, await compute(reads, cancellation), cancellation);
            await context.RegisterStagedAsync(model, cancellation);
        }
        catch (EngineException error)
        {
            throw error.At($"{(model.IsSql ? model.SqlPath : model.Id)}{(error.Line is { } line ? $":{line}" : "")}");
        }

        var check = CheckAsync(model, cancellation);
        if (!_engine.RunsStatementsAtOnce)
            await check;
        return Task.Run(async () => new TableRecord(model.Id, await check, await DescribeAsync(model, cancellation)), CancellationToken.None);
    }

    private async Task<long> CheckAsync(Model model, CancellationToken cancellation)
    {
        try
        {
            return await ContractCheck.CheckAsync(_engine, model, cancellation);
        }
        catch (EngineException error)
        {
            throw error.At($"the check of {model.Id}");
        }
    }

    /// <summary>
    /// The files of a table. Published ones are brought to the disk first; those of a working table, which are gone soon, are checked by their
    /// hash when a run goes on.
    /// </summary>
    private async Task<IReadOnlyList<TableFile>> DescribeAsync(Model model, CancellationToken cancellation)
    {
        var (store, folder) = (context.Folder.Store, context.Folder.Staged(model));
        if (model.Lifetime == Lifetime.Published)
            await store.FlushAsync(folder, cancellation);
        var stored = await store.ParquetFilesAsync(folder, cancellation);
        var files = new TableFile[stored.Count];
        await FileReading.InParallelAsync(
            stored.Index(),
            async (file, stop) =>
                files[file.Index] = new TableFile(file.Item.Name, file.Item.Size, await store.HashAsync(file.Item, stop), file.Item.Version),
            cancellation
        );
        return files;
    }
}
