using System.Text.Json;
using DuckDB.NET.Data;
using SparkReco.Adapters;
using SparkReco.Adapters.Sinks;
using SparkReco.Cli;
using SparkReco.Configuration;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class SinkRunTests
{
    [Fact]
    public async Task A_run_brings_its_rows_to_both_kinds_of_databases()
    {
        using var world = new TestWorld();
        var (postgreSql, mySql) = (await PostgreSqlServer.NewDatabaseAsync(), await MariaDbServer.NewDatabaseAsync());

        var result = await RunAsync(world, "run", [.. Sink("shop", postgreSql), .. Sink("app", mySql)]);

        Assert.Equal((ExitCodes.Done, true), (result.Code, result.Errors.Contains("sink shop")));
        var sql = """select user_id, "rank", item_id, score, reason from {0}recommendations where "system" = 'baseline'""";
        var expected = LakeRows(world);
        Assert.NotEmpty(expected);
        await using (var connection = await PostgreSqlServer.OpenAsync(postgreSql.Database))
            Assert.Equal(expected, await RowsAsync(connection, string.Format(sql, "sparkreco.")));
        await using (var connection = await MariaDbServer.OpenAsync(mySql.Database))
        {
            await connection.ExecuteAsync("set sql_mode = 'ANSI_QUOTES'", CancellationToken.None);
            Assert.Equal(expected, await RowsAsync(connection, string.Format(sql, "sparkreco_")));
        }
    }

    [Fact]
    public async Task What_a_sink_lacks_is_brought_by_the_same_command_and_nothing_twice()
    {
        using var world = new TestWorld();
        var database = await PostgreSqlServer.NewDatabaseAsync();

        var failed = await RunAsync(world, "run", Sink("shop", database with { Database = "nowhere" }));
        Assert.Equal(ExitCodes.Failed, failed.Code);
        Assert.Contains("database \"nowhere\" does not exist", failed.Errors);
        Assert.Contains("is published in the lake, but not in this sink: the same command does the rest", failed.Errors);
        Assert.Contains("published", (await RunAsync(world, "runs list", [])).Output);

        var second = await RunAsync(world, "run", Sink("shop", database));
        Assert.Equal(ExitCodes.Done, second.Code);
        var record = Record(world);
        Assert.Contains("\"outcome\": \"Published\"", record);

        var third = await RunAsync(world, "run", Sink("shop", database));
        Assert.Equal(ExitCodes.Done, third.Code);
        Assert.Contains("there before", third.Errors);
        Assert.Equal(record, Record(world));
        Assert.Contains("sink shop", (await RunAsync(world, "runs show", [])).Output);
    }

    [Fact]
    public async Task Validate_tells_of_each_sink_what_it_saw()
    {
        using var world = new TestWorld();
        var (postgreSql, mySql) = (await PostgreSqlServer.NewDatabaseAsync(), await MariaDbServer.NewDatabaseAsync());

        var good = await RunAsync(world, "validate", [.. Sink("shop", postgreSql), .. Sink("app", mySql)]);
        var bad = await RunAsync(world, "validate", [.. Sink("shop", postgreSql with { Database = "nowhere" }), .. Sink("app", mySql)]);

        Assert.Equal(ExitCodes.Done, good.Code);
        Assert.Contains("sinks.shop: 'shop' (PostgreSql, 127.0.0.1/", good.Output, StringComparison.Ordinal);
        Assert.Equal(2, good.Output.Split("no tables yet: the first publication makes them").Length - 1);
        Assert.Equal(ExitCodes.WrongUsage, bad.Code);
        Assert.Contains("sinks.app: ", bad.Output, StringComparison.Ordinal);
        Assert.Contains(
            "sinks.shop: connections.shop: PostgreSQL at 127.0.0.1: database \"nowhere\" does not exist",
            bad.Errors,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_sink_whose_password_is_nowhere_is_wrong_usage()
    {
        using var world = new TestWorld();
        var database = await PostgreSqlServer.NewDatabaseAsync();

        var result = await RunAsync(world, "run", [.. Sink("shop", database), "connections.shop.password_env=NO_SUCH_VARIABLE"]);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("the environment has no variable NO_SUCH_VARIABLE", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_sink_gets_what_was_published_before_it_was_named()
    {
        using var world = new TestWorld();
        var database = await MariaDbServer.NewDatabaseAsync();
        await RunAsync(world, "run", []);

        var result = await RunAsync(world, "publish --output json", Sink("shop", database));

        Assert.Equal((ExitCodes.Done, ""), (result.Code, result.Code == 0 ? "" : result.Errors));
        var sink = Assert.Single(JsonDocument.Parse(result.Output).RootElement.GetProperty("sinks").EnumerateArray().ToArray());
        Assert.Equal("shop", sink.GetProperty("sink").GetString());
        Assert.Equal(TestWorld.Count(world.Lake, "recommendations", "true"), sink.GetProperty("tables").GetProperty("recommendations").GetInt64());
    }

    [Theory]
    [InlineData("publish", "the configuration has no 'sinks'")]
    [InlineData(
        "publish --sink shap --set connections.c.type=mysql --set connections.c.host=h --set connections.c.user=u --set connections.c.database=d --set sinks.shop.connection=c",
        "there is no 'sinks.shap'; did you mean 'shop'?"
    )]
    [InlineData("publish --set sinks.shop.connection=c", "'sinks.shop.connection' is 'c', but there is no 'connections.c'")]
    public async Task A_sink_that_is_not_named_is_wrong_usage(string command, string expected)
    {
        using var world = new TestWorld();

        var result = await RunAsync(world, command, []);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains(expected, result.Errors);
    }

    private static Task<Sparkreco.Result> RunAsync(TestWorld world, string command, IEnumerable<string> settings) =>
        Sparkreco.RunAsync([.. command.Split(' '), "--config", world.Configuration, .. settings.SelectMany(setting => new[] { "--set", setting })]);

    private static string[] Sink(string name, ConnectionSettings database) =>
        [
            $"connections.{name}.type={database.Kind.ToString().ToLowerInvariant()}",
            $"connections.{name}.host={database.Host}",
            $"connections.{name}.port={database.Port}",
            $"connections.{name}.database={database.Database}",
            $"connections.{name}.user={database.User}",
            $"connections.{name}.tls=off",
            $"sinks.{name}.connection={name}",
        ];

    private static string Record(TestWorld world) => File.ReadAllText($"{world.Run($"{world.Summary.RunDate:yyyy-MM-dd}").SinkRecords}");

    private static string[] LakeRows(TestWorld world)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        var sql = $"select user_id, rank, item_id, score, reason from read_parquet('{world.Lake}/recommendations/*/system=baseline/*.parquet')";
        return RowsAsync(connection, sql).Result;
    }

    private static async Task<string[]> RowsAsync(System.Data.Common.DbConnection connection, string sql) =>
        [
            .. (
                await connection.ReadAsync(
                    sql,
                    row => $"{row.GetString(0)}|{row.GetInt32(1)}|{row.GetString(2)}|{row.GetDouble(3):R}|{row.GetString(4)}",
                    CancellationToken.None
                )
            ).Order(StringComparer.Ordinal),
        ];
}
