using Apache.Arrow;
using SparkReco.Adapters.DuckDb;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Docs;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;
using Column = SparkReco.Models.Column;

namespace SparkReco.Tests.Runs;

public sealed class StageModelsTests : IAsyncLifetime
{
    private static readonly Column[] Number = [new("n", ColumnType.BigInt, "a number")];

    private readonly TempFolder _folder = new();
    private readonly DuckDbEngine _engine;
    private readonly RunFolder _run;

    public StageModelsTests()
    {
        _run = new RunFolder(Some.Stores.Local, Location.OfThisMachine(_folder.Root) / "lake", "run", Some.RunDate);
        _engine = DuckDbEngine.Open(Some.Settings().Engine, $"{_run.Scratch}", _run.Lake, Some.Stores);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_kernel_fills_a_table_from_the_tables_that_it_reads()
    {
        // Half an hour after the last event a new visit begins.
        await LoadEventsAsync(("u1", 0), ("u1", 1_799_999), ("u1", 3_599_999), ("u2", 5), ("u1", 9_000_000));

        var filled = await FillAsync(Visits.Model);

        Assert.Equal(2, filled.Tables.Single().RowCount);
        Assert.Equal(
            ["u1 3", "u2 1"],
            await _engine.ReadAsync("select concat(user_id, ' ', visit_count) from visits order by user_id", row => row.GetString(0), Cancellation)
        );
    }

    [Fact]
    public async Task A_kernel_without_rows_makes_an_empty_table()
    {
        await LoadEventsAsync();

        Assert.Equal(0, (await FillAsync(Visits.Model)).Tables.Single().RowCount);
    }

    [Fact]
    public async Task A_table_of_the_stage_may_come_from_a_kernel_and_feed_another()
    {
        var first = Of("first", Lifetime.Stage, _ => Numbers(1, 2, 3));
        var second = Of("second", Lifetime.Run, context => context.Tables.StreamAsync("select n * 10 as n from first", Cancellation), reads: "first");

        var filled = await FillAsync(first, second);

        Assert.Equal(["second"], filled.Tables.Select(table => table.Id));
        Assert.Equal([10L, 20L, 30L], await ReadAsync("select n from second order by n"));
        await Assert.ThrowsAsync<EngineException>(() => ReadAsync("select n from first"));
    }

    [Fact]
    public async Task Two_systems_parts_of_one_table_are_filled_apart()
    {
        await FillAsync(Of("t", Lifetime.Run, _ => Numbers(1), "baseline"), Of("t", Lifetime.Run, _ => Numbers(2), "personalize"));

        Assert.Equal([1L], await ReadAsync("select n from t where system = 'baseline'"));
        Assert.Equal([2L], await ReadAsync("select n from t where system = 'personalize'"));
    }

    [Fact]
    public async Task Other_columns_than_the_contracts_are_told_with_the_model()
    {
        var model = Of("t", Lifetime.Run, context => context.Tables.StreamAsync("select 1 as m", Cancellation));

        var error = await Assert.ThrowsAsync<EngineException>(() => FillAsync(model));

        Assert.Equal("t: the rows have the columns (m int) where the table has (n bigint)", error.Message);
    }

    [Fact]
    public async Task Rows_of_a_kernel_are_checked_against_the_contract()
    {
        var model = Of("t", Lifetime.Run, _ => new[] { new BatchBuilder(Number).Add(default(long?)).Build() }.ToAsyncEnumerable());

        Assert.Contains("'n is never null'", (await Assert.ThrowsAsync<ContractException>(() => FillAsync(model))).Message);
    }

    [Fact]
    public async Task A_kernel_does_not_read_what_its_contract_does_not_name()
    {
        var model = Of(
            "t",
            Lifetime.Run,
            context => context.Tables.StreamAsync("with own as (select n from first) select n from own", Cancellation),
            reads: "second"
        );

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => FillAsync(Of("first", Lifetime.Stage, _ => Numbers(1)), model));

        Assert.Equal("t reads the table first, which it does not say that it reads", error.Message);
    }

    [Fact]
    public async Task A_kernel_does_not_read_settings_that_its_stage_does_not_name()
    {
        var model = Of("t", Lifetime.Run, context => Numbers(context.Settings.Blend.ListSize));

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => FillAsync(model));

        Assert.Equal("the stage reads the settings of 'blend', which its Settings do not name", error.Message);
    }

    private static Model Of(
        string name,
        Lifetime lifetime,
        Func<ModelContext, IAsyncEnumerable<RecordBatch>> kernel,
        string? system = null,
        string? reads = null
    ) =>
        new()
        {
            Name = name,
            Room = "Test",
            Grain = "a number",
            Columns = Number,
            Lifetime = lifetime,
            System = system,
            Kernel = (context, _) => kernel(context),
            RowsRead = reads is null ? [] : [reads],
        };

    private static IAsyncEnumerable<RecordBatch> Numbers(params long[] numbers) =>
        Batches.Of(Number, [.. numbers.Select(number => new object?[] { number })]);

    private Task<FilledModels> FillAsync(params Model[] models)
    {
        var ports = new RunPorts(_engine, Some.Stores, TimeProvider.System, new Progress<RunEvent>(), _ => { });
        return new StageModels(
            new StageContext(
                new Stage("test", "fills models") { Models = models },
                Some.Settings(),
                ports,
                _run,
                new RunTables(_engine),
                new RunMemory(),
                "part",
                Upstream: ""
            )
        ).FillAsync(Cancellation);
    }

    private Task<IReadOnlyList<long>> ReadAsync(string sql) => _engine.ReadAsync(sql, row => row.GetInt64(0), Cancellation);

    private Task LoadEventsAsync(params (string User, long Time)[] events) =>
        _engine.LoadAsync(
            "interactions",
            [Columns.UserId, Columns.OccurredAtMs],
            [.. events.Select(row => new object?[] { row.User, row.Time })],
            Cancellation
        );
}
