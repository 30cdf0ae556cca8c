using Apache.Arrow;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;
using Column = SparkReco.Models.Column;

namespace SparkReco.Tests.Runs;

/// <summary>Pipelines of two or three made-up stages, each with one table of one number.</summary>
public sealed class PipelineRunnerTests : IDisposable
{
    private static readonly Column[] Number = [new("n", ColumnType.BigInt, "a number")];

    private readonly TempFolder _folder = new();
    private readonly RunFolder _run;
    private readonly List<string> _told = [];

    public PipelineRunnerTests() => _run = new RunFolder(Some.Stores.Local, Location.OfThisMachine(_folder.Root), "r", Some.RunDate);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Stages_run_in_their_order_and_their_tables_are_published()
    {
        var result = await RunAsync(Of("first", 1), Of("second", 2));

        Assert.True(result.IsPublished);
        Assert.Equal(["first started 1 of 2", "first finished", "second started 2 of 2", "second finished"], _told);
        Assert.Equal(["first", "second"], (await Generation.ReadAsync(_run, Cancellation))!.Tables.Select(table => table.Id));
        Assert.Equal([1L], await ReadAsync("first"));
    }

    [Fact]
    public async Task A_stage_that_fails_publishes_nothing_and_those_before_it_are_kept()
    {
        await Assert.ThrowsAsync<ContractException>(() => RunAsync(Of("first", 1), Of("second", null)));
        Assert.Null(await Generation.ReadAsync(_run, Cancellation));
        _told.Clear();

        await RunAsync(["second"], [Of("first", 7), Of("second", 2)]);

        Assert.Equal(["first kept", "second started 2 of 2", "second finished"], _told);
        Assert.Equal([1L], await ReadAsync("first"));
    }

    [Fact]
    public async Task A_run_that_has_nothing_to_do_says_so()
    {
        await RunAsync(Of("first", 1));
        _told.Clear();

        Assert.True((await RunAsync([], [Of("first", 1)])).ChangedNothing);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task A_stage_that_nobody_wants_any_more_leaves_no_table()
    {
        await RunAsync(Of("first", 1), Of("second", 2));

        await RunAsync(["second"], [Of("first", 1) with { IsWanted = _ => false, WhenUnwanted = "nobody wants it" }, Of("second", 2)]);

        Assert.Contains("first left out: nobody wants it", _told);
        Assert.Equal(["second"], (await Generation.ReadAsync(_run, Cancellation))!.Tables.Select(table => table.Id));
        Assert.False(Directory.Exists(Path.Combine(_folder.Root, "first")));
    }

    [Fact]
    public async Task Some_stages_alone_publish_nothing()
    {
        var result = await RunAsync(["first"], [Of("first", 1), Of("second", 2)], isWhole: false);

        Assert.False(result.IsPublished);
        Assert.Null(await Generation.ReadAsync(_run, Cancellation));
        Assert.Equal(["first started 1 of 2", "first finished"], _told);
    }

    [Fact]
    public async Task What_the_quality_gate_refuses_is_not_published()
    {
        var stage = Of("first", 1) with
        {
            Measure = (context, _) =>
            {
                context.Counts["users_rows"] = 100;
                context.Counts["users_rejected"] = 99;
                return Task.CompletedTask;
            },
        };

        await Assert.ThrowsAsync<QualityGateException>(() => RunAsync(stage));

        Assert.Null(await Generation.ReadAsync(_run, Cancellation));
    }

    [Fact]
    public async Task A_stage_sees_the_settings_and_tables_that_it_names_and_no_others()
    {
        var stage = Of("first", 1) with { Work = (context, _) => Task.FromResult(context.Settings.Blend) };
        Assert.Contains("'blend'", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(stage))).Message);

        await RunAsync(stage with { Settings = ["blend"] });

        var reader = Of("second", 2) with
        {
            Work = (context, stop) => context.Readable.ReadAsync("select n from first", row => row.GetInt64(0), stop),
        };
        Assert.Contains("the table first", (await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(Of("first", 1), reader))).Message);
    }

    private static Stage Of(string name, long? number) =>
        new(name, "makes a number")
        {
            Models =
            [
                new Model
                {
                    Name = name,
                    Room = "Test",
                    Grain = "a number",
                    Columns = Number,
                    Kernel = (_, _) => new[] { new BatchBuilder(Number).Add(number).Build() }.ToAsyncEnumerable(),
                },
            ],
        };

    private Task<RunResult> RunAsync(params Stage[] stages) => RunAsync([.. stages.Select(stage => stage.Name)], stages);

    /// <summary>Runs the stages that are to be run; the others were done before.</summary>
    private async Task<RunResult> RunAsync(string[] toRun, Stage[] stages, bool isWhole = true)
    {
        var settings = Some.Settings("quality.min_users=0");
        var planned = stages
            .Where(stage => isWhole || toRun.Contains(stage.Name))
            .Where(stage => stage.IsWanted(settings))
            .Select(stage => new PlannedStage(stage.Name, stage.Purpose, toRun.Contains(stage.Name), "", new Fingerprint("", "", "", "")));
        var plan = new RunPlan(_run.RunId, _run.RunDate, [], [.. planned], [])
        {
            IsPublished = await Generation.ReadAsync(_run, Cancellation) is not null,
        };
        await using var engine = DuckDbEngine.Open(settings.Engine, $"{_run.Scratch}", _run.Lake, Some.Stores);
        var ports = new RunPorts(engine, Some.Stores, TimeProvider.System, new Told(_told), _ => { });
        return await new PipelineRunner(stages, settings, _run, ports).RunAsync(plan, isWhole, Cancellation);
    }

    private async Task<IReadOnlyList<long>> ReadAsync(string table)
    {
        await using var engine = DuckDbEngine.Open(Some.Settings().Engine, $"{_run.Scratch}", _run.Lake, Some.Stores);
        var folder = _run.Lake / $"{table}/run_date={Some.RunDate:yyyy-MM-dd}";
        await engine.RegisterAsync("t", Number, [new(folder, await _run.Store.ParquetFilesAsync(folder, Cancellation))], Cancellation);
        return await engine.ReadAsync("select n from t", row => row.GetInt64(0), Cancellation);
    }

    private sealed class Told(List<string> lines) : IProgress<RunEvent>
    {
        public void Report(RunEvent value)
        {
            var line = value switch
            {
                RunEvent.StageStarted stage => $"{stage.Stage} started {stage.Number} of {stage.Of}",
                RunEvent.StageFinished stage => $"{stage.Stage} finished",
                RunEvent.StageKept stage => $"{stage.Stage} kept",
                RunEvent.StageLeftOut stage => $"{stage.Stage} left out: {stage.Reason}",
                _ => null,
            };
            if (line is not null)
                lines.Add(line);
        }
    }
}
