using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Runs;

/// <summary>A publication, whole, cut off at each of its steps and taken up again, in a store of any kind.</summary>
public abstract class PublisherTests
{
    protected static readonly string[] Former =
    [
        "recommendations.baseline/a",
        "recommendations.baseline/b",
        "recommendations.personalize/c",
        "list_issues/d",
    ];
    protected static readonly string[] New = ["recommendations.baseline/e", "items/f"];

    private static readonly string[] Published = ["recommendations.baseline", "recommendations.personalize", "list_issues", "items", "users"];

    // Of the pipeline what the two publish, and one table that neither has: a cut at each step for each of eighty tables takes minutes.
    private static readonly IReadOnlyList<Stage> Stages =
    [
        .. Pipeline
            .For(Some.Settings("inputs.personalize.paths=lists"))
            .Select(stage => stage with { Models = [.. stage.Models.Where(model => Published.Contains(model.Id))] }),
    ];

    private static readonly Dictionary<string, Model> Models = Stages
        .SelectMany(stage => stage.Models)
        .DistinctBy(model => model.Id)
        .ToDictionary(model => model.Id);

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A store that works.</summary>
    protected abstract IFileStore Store { get; }

    protected abstract Location Lake { get; }

    /// <summary>The same store, which fails from the step of that number on.</summary>
    protected abstract IFileStore FailingAfter(int steps);

    [Fact]
    public async Task Whoever_looks_at_the_generation_never_reads_rows_of_two_runs_and_the_same_command_finishes()
    {
        var steps = 0;
        for (var isDone = false; !isDone; steps++)
        {
            await Store.DeleteAsync(Lake, Cancellation);
            await PublishAsync(Store, "former", Former);
            isDone = await TryAsync(FailingAfter(steps), "new", New);

            Assert.Contains(await SeenAsync(), new[] { null, Expected("former", Former), Expected("new", New) });
            await PublishAsync(Store, "new", New, areStaged: true);
            Assert.Equal((Expected("new", New), Expected("new", New)), (await SeenAsync(), await ThereAsync()));
        }

        Assert.InRange(steps, 4, 100);
    }

    [Fact]
    public async Task Files_that_the_generation_does_not_list_are_deleted()
    {
        await PublishAsync(Store, "former", Former);
        await Store.WriteTextAsync(PlaceOf("items") / "late.parquet", "of a run that was stopped and went on", Cancellation);

        await PublishAsync(Store, "new", New);

        Assert.Equal(Expected("new", New), await ThereAsync());
    }

    [Fact]
    public async Task A_table_whose_file_is_another_is_not_the_one_that_was_published()
    {
        await PublishAsync(Store, "new", New);
        var table = (await Generation.ReadAsync(Folder("new"), Cancellation))!.Tables.Single(table => table.Id == "items");
        Assert.NotNull(await table.FindInAsync(Store, PlaceOf("items"), Cancellation));

        await Store.WriteTextAsync(PlaceOf("items") / "f.parquet", "NEW", Cancellation); // as many bytes

        Assert.Null(await table.FindInAsync(Store, PlaceOf("items"), Cancellation));
    }

    protected static string Expected(string text, string[] files) =>
        string.Join('\n', files.Order(StringComparer.Ordinal).Select(file => $"{file} {text}"));

    protected RunFolder Folder(string run, IFileStore? store = null) => new(store ?? Store, Lake, run, Support.Some.RunDate);

    private Location PlaceOf(string id) => Folder("any").Published(Models[id]);

    private async Task<bool> TryAsync(IFileStore store, string run, string[] files)
    {
        try
        {
            await PublishAsync(store, run, files);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Stages files whose text is the run's name, and publishes them.</summary>
    protected async Task PublishAsync(
        IFileStore store,
        string run,
        string[] files,
        bool areStaged = false,
        TimeProvider? clock = null,
        IProgress<RunEvent>? told = null,
        CancellationToken? stop = null
    )
    {
        List<TableRecord> tables = [];
        foreach (var table in files.GroupBy(file => file.Split('/')[0]))
        {
            List<TableFile> written = [];
            foreach (var name in table.Select(file => $"{file.Split('/')[1]}.parquet"))
            {
                if (!areStaged)
                    await Store.WriteTextAsync(Folder(run).Staged(Models[table.Key]) / name, run, Cancellation);
                var there =
                    await Store.FindAsync(Folder(run).Staged(Models[table.Key]) / name, Cancellation)
                    ?? await Store.FindAsync(PlaceOf(table.Key) / name, Cancellation);
                written.Add(new TableFile(name, run.Length, await Store.HashAsync(there!, Cancellation), there!.Version));
            }

            tables.Add(new TableRecord(table.Key, 1, written));
        }

        var ports = new RunPorts(null!, Support.Some.Stores, clock ?? TimeProvider.System, told ?? new Progress<RunEvent>(), _ => { });
        var generation = new Generation(run, Support.Some.RunDate, GenerationState.Published, default, "", Support.Some.Settings(), tables);
        await new Publisher(Folder(run, store), Stages, ports).PublishAsync(generation, stop ?? Cancellation);
    }

    /// <summary>What a reader of the generation sees; null where it says that there is nothing to read now.</summary>
    protected async Task<string?> SeenAsync()
    {
        var generation = await Generation.ReadAsync(Folder("any"), Cancellation);
        if (generation is not { State: GenerationState.Published })
            return null;
        List<string> seen = [];
        foreach (var table in generation.Tables)
        {
            var files = await table.FindInAsync(Store, PlaceOf(table.Id), Cancellation);
            Assert.NotNull(files);
            foreach (var file in files)
                seen.Add($"{table.Id}/{file.Name.Split('.')[0]} {await Store.ReadTextAsync(file.Path, Cancellation)}");
        }

        return string.Join('\n', seen.Order(StringComparer.Ordinal));
    }

    /// <summary>What lies in the folders of the tables.</summary>
    private async Task<string> ThereAsync()
    {
        List<string> there = [];
        foreach (var id in new[] { "recommendations.baseline", "recommendations.personalize", "list_issues", "items" })
        {
            foreach (var file in await Store.ListAsync(PlaceOf(id), Cancellation))
                there.Add($"{id}/{file.Name.Split('.')[0]} {await Store.ReadTextAsync(file.Path, Cancellation)}");
        }

        return string.Join('\n', there.Order(StringComparer.Ordinal));
    }
}

public sealed class LocalPublisherTests : PublisherTests, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override IFileStore Store => Support.Some.Stores.Local;

    protected override Location Lake => Location.OfThisMachine(_folder.Root) / "lake";

    public void Dispose() => _folder.Dispose();

    protected override IFileStore FailingAfter(int steps) => new FailingStore(Store, steps);
}
