using System.Diagnostics;
using Npgsql;
using SparkReco.Cli;
using SparkReco.Tests.Adapters.SparkConnect;
using SparkReco.Tests.Launcher;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>Whole runs on Spark: they give what the embedded engine gives, and when something breaks, nothing is published half.</summary>
[Collection("Spark")]
public sealed class SparkRunTests
{
    /// <summary>As beyond what fits into memory: Spark makes all tables, and the embedded engine's kernels meet their definition on it.</summary>
    private static readonly string[] BySql = ["--set", "engine.kernels=off"];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Spark_publishes_the_same_rows_as_the_embedded_engine_with_any_number_of_partitions(int partitions)
    {
        var server = await SparkServer.Shared;
        using var world = new TestWorld();
        // An item is in two categories, its own and its language, so that all categories meet their definition, too.
        File.WriteAllText(
            world.Configuration,
            File.ReadAllText(world.Configuration)
                .Replace(
                    "[\"raw/items.csv\"]",
                    "[\"raw/items.csv\"], \"fields\": { \"category\": { \"join\": [\"category\", \"language\"], \"separator\": \"|\", \"split\": \"|\" } }",
                    StringComparison.Ordinal
                )
        );

        var embedded = await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"), "--output", "json");
        var spark = await Sparkreco.DoneAsync([
            .. OnSpark(world, server, "spark"),
            "--set",
            $"engine.spark.shuffle_partitions={partitions}",
            .. BySql,
            "--output",
            "json",
        ]);

        AssertEqual(world.PathOf("embedded"), world.PathOf("spark"));
        Assert.Equal(Figures(embedded.Output), Figures(spark.Output));
    }

    /// <summary>Of OULAD's tables, interactions have some 30 MB and engagement 20: with 16 MB, statements that read one of them are for Spark.</summary>
    [Fact]
    public async Task Real_activity_gives_the_same_rows_on_both_engines_and_split_between_them()
    {
        var data = Path.Combine(Golden.Root, "..", "shared", "data", "oulad");
        if (!Directory.Exists(data))
            Missing.Skip("the Open University's data set is not there");
        var server = await SparkServer.Shared;
        using var world = new TestWorld(File.ReadAllText(Path.Combine(Golden.Root, "examples", "oulad", "sparkreco.json")));
        Directory.CreateSymbolicLink(world.PathOf("data"), Path.GetFullPath(data));
        string[] unranked = ["--set", "ranker.mode=off"];

        await Sparkreco.DoneAsync(["run", "--config", world.Configuration, "--lake", world.PathOf("embedded"), .. unranked]);
        await Sparkreco.DoneAsync([.. OnSpark(world, server, "spark"), .. BySql, .. unranked]);
        await Sparkreco.DoneAsync([.. OnSpark(world, server, "split"), .. BySql, .. unranked, "--set", "engine.spark.driver_mb=16"]);

        AssertEqual(world.PathOf("embedded"), world.PathOf("spark"));
        AssertEqual(world.PathOf("embedded"), world.PathOf("split"));
    }

    [Fact]
    public async Task Rows_come_from_a_database_and_lists_go_to_it_as_on_the_embedded_engine()
    {
        var server = await SparkServer.Shared;
        var shop = await PostgreSqlServer.NewDatabaseAsync();
        await using var connection = await PostgreSqlServer.OpenAsync(shop.Database);
        // Each of 40 users clicks on 12 of 20 items, one an hour, the last two after the run date.
        await using var rows = new NpgsqlCommand(
            """
            create table members as select 'u' || n as user_id, case when n % 2 = 0 then 'paid' else 'free' end as tier from generate_series(1, 40) n;
            create table catalogue as select 'i' || n as item_id, 'video' as content_type, 'Title, "' || n || '"' as title from generate_series(1, 20) n;
            create table log as select 'e' || u || '-' || e as event_id, 'u' || u as user_id, 'i' || 1 + (u + e * 3) % 20 as item_id, 'click' as event_type,
              timestamp '2026-08-31 14:00:00' + e * interval '1 hour' as occurred_at from generate_series(1, 40) u, generate_series(1, 12) e
            """,
            connection
        );
        await rows.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        using var world = new TestWorld(
            $$"""
            {
              "run_date": "2026-09-01",
              "baseline": "fixed",
              "connections": { "shop": { "host": "127.0.0.1", "port": {{shop.Port}}, "database": "{{shop.Database}}", "user": "postgres", "tls": "off" } },
              "inputs": {
                "users": { "connection": "shop", "table": "members" },
                "items": { "connection": "shop", "table": "catalogue" },
                "events": { "connection": "shop", "table": "log", "watermark": "occurred_at" }
              },
              "sinks": { "shop": { "connection": "shop", "schema": "embedded" } }
            }
            """
        );

        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));
        await Sparkreco.DoneAsync([.. OnSpark(world, server, "spark"), "--set", "engine.spark.driver_mb=64", "--set", "sinks.shop.schema=spark"]);

        // The files of two fetches have other names; the lists that came of them are equal.
        await using var difference = new NpgsqlCommand(
            """
            with e as (select user_id, system, rank, item_id, score, reason from embedded.user_lists),
              s as (select user_id, system, rank, item_id, score, reason from spark.user_lists)
            select (select count(*) from e), (select count(*) from (table e except table s) d)
            """,
            connection
        );
        await using var reader = await difference.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        Assert.True(await reader.ReadAsync(TestContext.Current.CancellationToken));
        Assert.True(reader.GetInt64(0) > 0);
        Assert.Equal(0, reader.GetInt64(1));
    }

    [Fact]
    public async Task A_server_that_is_lost_ends_the_run_and_the_same_command_goes_on_when_it_is_back()
    {
        using var world = TestWorld.WithoutLists();
        using var server = await SparkServer.StartAsync();

        var lost = await BreakAsync(world, server, _ => Task.Run(server.Dispose));

        Assert.Contains("Spark", lost.Errors);
        await AssertGoesOnAsync(world, (await SparkServer.Shared).Remote);
    }

    /// <summary>One run, since each takes its time: it is ended three times, each time further on, and then goes on to its end.</summary>
    [Fact]
    public async Task After_a_kill_an_expired_session_and_a_token_that_is_no_longer_valid_the_same_command_goes_on_with_a_new_one()
    {
        var server = await SparkServer.Shared;
        using var world = TestWorld.WithoutLists();

        await KillWhileFilesAreReadAsync(world, server);
        Assert.False(Directory.Exists(world.PathOf("spark/runs/r/stages")));

        var expired = await BreakAsync(world, server, proxy => server.ExpireAsync(proxy.Session));
        Assert.Contains("is gone", expired.Errors);

        var refused = await BreakAsync(world, server, proxy => Task.FromResult(proxy.Token = "second"));
        Assert.Contains("refuses the credentials (the token is not valid)", refused.Errors);

        await using var next = await TokenProxy.StartAsync(server, "second");
        await AssertGoesOnAsync(world, next.Remote);
    }

    [Fact]
    public async Task A_user_with_100_000_events_and_an_item_with_most_of_all_events_change_nothing()
    {
        var server = await SparkServer.Shared;
        using var world = TestWorld.WithoutLists();
        world.AddEvents("skewed.jsonl", 100_000, number => $"\"event_id\":\"skewed-{number}\"");

        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));
        await Sparkreco.DoneAsync([.. OnSpark(world, server, "spark"), .. BySql]);

        Assert.True(
            TestWorld.Count(world.PathOf("spark"), "interactions", "true")
                < 2 * TestWorld.Count(world.PathOf("spark"), "interactions", "event_id like 'skewed-%'")
        );
        AssertEqual(world.PathOf("embedded"), world.PathOf("spark"));
    }

    [Fact]
    public async Task A_statement_that_fails_is_told_with_its_model()
    {
        var server = await SparkServer.Shared;
        using var world = TestWorld.WithoutLists();
        string[] run = [.. OnSpark(world, server, "spark"), .. BySql];
        await Sparkreco.DoneAsync([.. run, "--stages", "collect,clean"]);
        TestWorld.Damage(world.PathOf("spark/runs/r/staging/interactions"));

        var result = await Sparkreco.RunAsync(run);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("Models/Engagement/daily_points.sql: ", result.Errors);
        Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
    }

    [Theory]
    [InlineData("TERM", ExitCodes.Terminated)]
    [InlineData("INT", ExitCodes.Interrupted)]
    public async Task A_signal_stops_the_run_and_publishes_nothing(string signal, int code)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        var server = await SparkServer.Shared;
        using var world = TestWorld.WithoutLists();
        await using var proxy = await TokenProxy.StartAsync(server, "token");
        using var process = Sparkreco.Start(OnSpark(world, proxy.Remote, "spark"));
        var sent = new Lazy<Task>(() => Process.Start("kill", ["-s", signal, $"{process.Id}"]).WaitForExitAsync());
        proxy.BeforeCall = () => HasBegun(world, "stages") ? sent.Value : Task.CompletedTask;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);

        Assert.Equal(code, process.ExitCode);
        Assert.Contains("goes on where it was", await errors);
        Assert.Empty(await output);
        Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
    }

    [Fact]
    public async Task Where_no_Spark_answers_the_message_says_where_it_was_looked_for()
    {
        using var world = TestWorld.WithoutLists();

        var result = await Sparkreco.RunAsync(
            "run",
            "--config",
            world.Configuration,
            "--engine",
            "spark",
            "--set",
            $"engine.spark.remote=sc://localhost:{SparkServer.FreePort()}"
        );

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("localhost", result.Errors);
    }

    [Fact]
    public async Task A_reader_that_is_not_on_the_executors_is_named()
    {
        var server = await SparkServer.Shared;
        using var world = TestWorld.WithoutLists();

        var result = await Sparkreco.RunAsync([.. OnSpark(world, server, "spark"), "--set", "engine.spark.reader=/no/such/program"]);

        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Contains("engine.spark.reader", result.Errors);
    }

    private static async Task KillWhileFilesAreReadAsync(TestWorld world, SparkServer server)
    {
        await using var proxy = await TokenProxy.StartAsync(server, "token");
        using var process = Sparkreco.Start(OnSpark(world, proxy.Remote, "spark"));
        proxy.BeforeCall = () =>
        {
            if (HasBegun(world, "raw_events"))
                process.Kill();
            return Task.CompletedTask;
        };
        await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit, TestContext.Current.CancellationToken);
    }

    /// <summary>A run for which something breaks before its first call after one more stage is done; it fails and publishes nothing.</summary>
    private static async Task<Sparkreco.Result> BreakAsync(TestWorld world, SparkServer server, Func<TokenProxy, Task> breakAsync)
    {
        await using var proxy = await TokenProxy.StartAsync(server, "first");
        var broken = new Lazy<Task>(() => breakAsync(proxy));
        var before = world.StagesDone("spark");
        proxy.BeforeCall = () => world.StagesDone("spark") > before ? broken.Value : Task.CompletedTask;
        var result = await Sparkreco.RunAsync(OnSpark(world, proxy.Remote, "spark")).WaitAsync(Limit, TestContext.Current.CancellationToken);
        Assert.Equal(ExitCodes.Failed, result.Code);
        Assert.Empty(TestWorld.Tables(world.PathOf("spark")));
        return result;
    }

    /// <summary>Whether the run has made a folder of this name.</summary>
    private static bool HasBegun(TestWorld world, string folder) =>
        Directory.Exists(world.PathOf("spark")) && Directory.EnumerateDirectories(world.PathOf("spark"), folder, SearchOption.AllDirectories).Any();

    /// <summary>The run goes on and publishes what the embedded engine does.</summary>
    private static async Task AssertGoesOnAsync(TestWorld world, string remote)
    {
        await Sparkreco.DoneAsync(OnSpark(world, remote, "spark"));
        await Sparkreco.DoneAsync("run", "--config", world.Configuration, "--lake", world.PathOf("embedded"));
        AssertEqual(world.PathOf("embedded"), world.PathOf("spark"));
    }

    private static string[] OnSpark(TestWorld world, SparkServer server, string lake) => OnSpark(world, server.Remote, lake);

    private static string[] OnSpark(TestWorld world, string remote, string lake) =>
        [.. world.RunOnSpark(lake), "--set", $"engine.spark.remote={remote}", "--set", $"engine.spark.reader={Sparkreco.Command}"];

    private static void AssertEqual(string oneLake, string otherLake)
    {
        Assert.Equal(TestWorld.Tables(oneLake).Keys.Order(), TestWorld.Tables(otherLake).Keys.Order());
        Assert.All(TestWorld.Tables(oneLake).Keys, table => Assert.Equal((table, 0), (table, TestWorld.RowsThatDiffer(oneLake, otherLake, table))));
    }

    /// <summary>The sentences and counts of a run's output, which do not depend on the engine.</summary>
    private static string Figures(string output)
    {
        var run = System.Text.Json.Nodes.JsonNode.Parse(output)!;
        var counts = run["stages"]!
            .AsArray()
            .Select(stage =>
                $"{stage!["stage"]} {stage["counts"]} {stage["inputs"]} {string.Join(' ', stage["tables"]!.AsArray().Select(table => $"{table!["table"]} {table["rows"]}"))}"
            );
        return $"{run["findings"]}\n{string.Join('\n', counts)}";
    }
}
