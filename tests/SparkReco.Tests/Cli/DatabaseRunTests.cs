using System.Diagnostics;
using MySqlConnector;
using Npgsql;
using SparkReco.Cli;
using SparkReco.Configuration;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>Runs whose inputs are in real databases: users and items in PostgreSQL, events in MariaDB.</summary>
public sealed class DatabaseRunTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private ConnectionSettings _shop = null!;
    private ConnectionSettings _activity = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Configuration => Path.Combine(_folder.Root, "sparkreco.json");

    public async ValueTask InitializeAsync()
    {
        (_shop, _activity) = (await PostgreSqlServer.NewDatabaseAsync(), await MariaDbServer.NewDatabaseAsync());
        await using var shop = await PostgreSqlServer.OpenAsync(_shop.Database);
        await using var activity = await MariaDbServer.OpenAsync(_activity.Database);
        // 40 users, 20 items; each user clicks on 10 items, one an hour, and on two more after the run date.
        await using var users = new NpgsqlCommand(
            """
            create table members as select 'u' || n as id, case when n % 2 = 0 then 'paid' else 'free' end as tier, date '2026-01-01' + n as joined from generate_series(1, 40) n;
            create table catalogue as select 'i' || n as item_id, 'video' as content_type, 'Title, "' || n || '"' as title from generate_series(1, 20) n
            """,
            shop
        );
        await users.ExecuteNonQueryAsync(Cancellation);
        await using var events = new MySqlCommand(
            """
            create table log (id int auto_increment primary key, user_id varchar(20), item_id varchar(20), at datetime);
            insert into log (user_id, item_id, at)
            select concat('u', u.seq), concat('i', 1 + (u.seq + e.seq * 3) % 20), timestamp '2026-08-31 14:00:00' + interval e.seq hour
            from seq_1_to_40 u join seq_1_to_12 e
            """,
            activity
        );
        await events.ExecuteNonQueryAsync(Cancellation);
        Configure(_shop.Port, _activity.Port);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_run_from_databases_has_the_rows_of_a_run_from_files()
    {
        var run = await Sparkreco.DoneAsync("run", "--config", Configuration, "--set", "baseline=fixed");

        Assert.Contains("users: 40 rows read, 40 kept", run.Output, StringComparison.Ordinal);
        Assert.Contains("events: 480 rows read, 480 kept", run.Output, StringComparison.Ordinal);
        var shown = await Sparkreco.DoneAsync("show", "--config", Configuration, "--user", "u1");
        Assert.Contains("Title, \"", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_looks_at_the_first_rows_of_databases()
    {
        var result = await Sparkreco.DoneAsync("validate", "--config", Configuration);

        Assert.Contains("inputs.users: connections.shop", result.Output, StringComparison.Ordinal);
        Assert.Contains("Of the first 40 rows 40 would be kept", result.Output, StringComparison.Ordinal);
        Assert.Contains("Of the first 480 rows 480 would be kept", result.Output, StringComparison.Ordinal);

        var wrong = await Sparkreco.RunAsync("validate", "--config", Configuration, "--set", "inputs.items.table=catalog");
        Assert.Equal(ExitCodes.WrongUsage, wrong.Code);
        Assert.Contains("inputs.items: connections.shop: PostgreSQL", wrong.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_started_again_fetches_nothing_and_the_next_day_what_is_new()
    {
        await Sparkreco.DoneAsync("run", "--config", Configuration, "--stages", "fetch");
        await using (var activity = await MariaDbServer.OpenAsync(_activity.Database))
        {
            await using var more = new MySqlCommand("insert into log (user_id, item_id, at) values ('u1', 'i1', '2026-09-02')", activity);
            await more.ExecuteNonQueryAsync(Cancellation);
        }

        Assert.Contains("which run 2026-09-01 fetched", (await FetchAsync("--run-id", "again")).Errors, StringComparison.Ordinal);
        // An overlap of 5: of the 480 events before, 476 to 480 come again.
        Assert.Contains("events: 6 rows of MariaDB", (await FetchAsync("--run-date", "2026-09-02")).Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_was_killed_while_it_fetched_goes_on_when_it_is_started_again()
    {
        // The server's last bytes never come: the program waits for them until it is killed.
        await using var proxy = new CuttingProxy(_activity.Port, new CuttingProxy.Cut.SilentAfterBytes(6_000));
        Configure(_shop.Port, proxy.Port);
        using (var process = Sparkreco.Start("run", "--config", Configuration, "--stages", "fetch"))
        {
            await proxy.Silent.WaitAsync(Cancellation);
            process.Kill();
            await process.WaitForExitAsync(Cancellation);
        }

        Assert.False(File.Exists(PathOf("lake/raw/events/2026-09-01/_manifest.json")));
        Configure(_shop.Port, _activity.Port);
        Assert.Contains("events: 480 rows of MariaDB", (await FetchAsync()).Errors, StringComparison.Ordinal);
        Assert.Single(Directory.GetDirectories(PathOf("lake/raw/events/2026-09-01")));
    }

    [Fact]
    public async Task A_signal_stops_a_fetch()
    {
        await using var proxy = new CuttingProxy(_activity.Port, new CuttingProxy.Cut.SilentAfterBytes(6_000));
        Configure(_shop.Port, proxy.Port);
        using var process = Sparkreco.Start("run", "--config", Configuration, "--stages", "fetch");
        await proxy.Silent.WaitAsync(Cancellation);

        Process.Start("kill", ["-s", "INT", $"{process.Id}"]).WaitForExit();
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(ExitCodes.Interrupted, process.ExitCode);
    }

    [Fact]
    public async Task A_database_that_can_not_be_reached_ends_the_run_with_its_name_and_no_password()
    {
        Configure(SparkServer.FreePort(), _activity.Port, """ "password_env": "TEST_SHOP_PASSWORD", """);
        using var process = Sparkreco.Start(
            new Dictionary<string, string> { ["TEST_SHOP_PASSWORD"] = "hush-hush-4711" },
            "run",
            "--config",
            Configuration,
            "--stages",
            "fetch",
            "--verbose"
        );
        var errors = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);

        Assert.Equal(ExitCodes.Failed, process.ExitCode);
        Assert.Contains("connections.shop", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush-4711", errors, StringComparison.Ordinal);
        Assert.All(
            Directory.GetFiles(_folder.Root, "*", SearchOption.AllDirectories),
            file => Assert.DoesNotContain("hush-hush-4711", File.ReadAllText(file), StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_password_that_is_nowhere_is_wrong_usage()
    {
        Configure(_shop.Port, _activity.Port, """ "password_env": "NO_SUCH_VARIABLE", """);

        var result = await Sparkreco.RunAsync("run", "--config", Configuration, "--stages", "fetch");

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("connections.shop.password_env: the environment has no variable NO_SUCH_VARIABLE", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("inputs.items.table=nowhere", "SCHEMA.TABLE")]
    [InlineData("inputs.events.table=nowhere", "DATABASE.TABLE")]
    public async Task A_table_that_is_not_there_is_told_with_what_helps(string setting, string remedy)
    {
        Configure(_shop.Port, _activity.Port);

        var result = await Sparkreco.RunAsync("validate", "--config", Configuration, "--set", setting);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("'table' or 'query' names it", result.Errors, StringComparison.Ordinal);
        Assert.Contains(remedy, result.Errors, StringComparison.Ordinal);
    }

    private Task<Sparkreco.Result> FetchAsync(params string[] options) =>
        Sparkreco.DoneAsync(["run", "--config", Configuration, "--stages", "fetch", .. options]);

    private string PathOf(string path) => Path.Combine(_folder.Root, path);

    private void Configure(int shop, int activity, string more = "") =>
        _folder.Write(
            "sparkreco.json",
            $$"""
            {
              "run_date": "2026-09-01",
              "connections": {
                "shop": { "type": "postgresql", "host": "127.0.0.1", "port": {{shop}}, "database": "{{_shop.Database}}", "user": "postgres", {{more}} "tls": "off" },
                "activity": { "type": "mysql", "host": "127.0.0.1", "port": {{activity}}, "database": "{{_activity.Database}}", "user": "tests", "tls": "off" }
              },
              "inputs": {
                "users": { "connection": "shop", "query": "select id, tier, joined from members;", "fields": { "user_id": "id", "registered_on": "joined" } },
                "items": { "connection": "shop", "table": "catalogue" },
                "events": {
                  "connection": "activity", "table": "log", "watermark": "id", "overlap": 5,
                  "fields": { "event_id": "id", "event_type": { "constant": "click" }, "occurred_at": "at" }
                }
              }
            }
            """
        );
}
