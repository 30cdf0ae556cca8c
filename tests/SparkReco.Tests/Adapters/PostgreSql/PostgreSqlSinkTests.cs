using System.Data.Common;
using SparkReco.Adapters;
using SparkReco.Adapters.PostgreSql;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Adapters.Sinks;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.PostgreSql;

public sealed class PostgreSqlSinkTests : SinkTests
{
    private protected override Task<ConnectionSettings> NewDatabaseAsync() => Support.PostgreSqlServer.NewDatabaseAsync();

    private protected override SinkServer ServerOf(ConnectionSettings database, SinkPatience patience) =>
        new PostgreSqlSinkServer(database, "sparkreco", patience, Location.WorkingFolder);

    private protected override async Task<(ConnectionSettings Database, Action KillAndStart, IDisposable Server)> NewServerAsync()
    {
        var server = Support.PostgreSqlServer.StartOwn();
        return (await server.NewOwnDatabaseAsync(), server.KillAndStart, server);
    }

    private protected override string CommitMessage => "\0commit\0";

    private protected override string[] LockStatements => ["begin", "lock table {s}recommendations_rows in access exclusive mode"];

    private protected override async Task<DbConnection> GrantAsync(ConnectionSettings database, string view)
    {
        var connection = await OpenAsync(database);
        var role = $"reader_{database.Database}";
        foreach (
            var statement in new[]
            {
                $"create role {role}",
                $"grant usage on schema sparkreco to {role}",
                $"grant select on sparkreco.{view} to {role}",
                $"set role {role}",
            }
        )
            await connection.ExecuteAsync(statement, CancellationToken.None);
        return connection;
    }

    private protected override async Task<DbConnection> OpenAsync(ConnectionSettings database) =>
        await Support.PostgreSqlServer.OpenAsync(database.Database, database.Port);

    [Fact]
    public async Task Rights_that_the_user_lacks_are_named()
    {
        var database = await NewDatabaseAsync();
        var user = database with { User = $"writer_{database.Database}", PasswordEnv = $"PASSWORD_OF_{database.Database}" };
        Environment.SetEnvironmentVariable(user.PasswordEnv, "secret");
        await RowsAsync(database, $"create user {user.User} password 'secret'");

        Assert.Equal([$"create on the database {database.Database}"], (await SinkOf(user).LookAsync(CancellationToken.None)).Lacks);

        await RowsAsync(database, "create schema sparkreco");
        Assert.Equal(["usage and create on the schema sparkreco"], (await SinkOf(user).LookAsync(CancellationToken.None)).Lacks);

        await RowsAsync(
            database,
            $"grant usage, create on schema sparkreco to {user.User}; create table sparkreco.other (x int); create table sparkreco.runs (x int)"
        );
        Assert.Equal(["select, insert and delete on sparkreco.runs"], (await SinkOf(user).LookAsync(CancellationToken.None)).Lacks);
    }

    [Fact]
    public async Task A_text_with_a_character_that_it_can_t_hold_is_refused_with_the_columns_name()
    {
        var database = await NewDatabaseAsync();
        var run = SinkRows.Run(
            "r1",
            SinkRows.Table(
                "items",
                [
                    ["i1", "course", "One\0Two", null, null, null, null, null, true],
                ]
            )
        );

        var error = await Assert.ThrowsAsync<DatabaseException>(() => SinkOf(database).PublishAsync(run, CancellationToken.None));

        Assert.Contains("items.title has a text with the character U+0000", error.Message);
        Assert.Empty(await RowsAsync(database, "select * from {s}runs"));
    }

    [Fact]
    public async Task Numbers_that_are_none_are_kept()
    {
        var database = await NewDatabaseAsync();
        double[] numbers = [double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        var rows = numbers.Select((number, index) => new object?[] { "baseline", "u", index + 1, "i", number, "r", null }).ToArray();

        await SinkOf(database).PublishAsync(SinkRows.Run("r1", SinkRows.Table("recommendations", rows)), CancellationToken.None);

        Assert.Equal(numbers.Select(number => $"{number}"), await RowsAsync(database, "select score from {s}recommendations order by \"rank\""));
    }

    [Fact]
    public async Task A_row_that_a_trigger_leaves_out_is_missed()
    {
        var database = await NewDatabaseAsync();
        var sink = SinkOf(database);
        await sink.PublishAsync(SinkRows.Run("r1", Some.RunDate), CancellationToken.None);
        await using (var other = await OpenAsync(database))
            await other.ExecuteAsync(
                """
                create function skip() returns trigger as 'begin return null; end' language plpgsql;
                create trigger skip before insert on sparkreco.items_rows for each row execute function skip()
                """,
                CancellationToken.None
            );

        var error = await Assert.ThrowsAsync<DatabaseException>(() => sink.PublishAsync(SinkRows.Run("r2", Some.RunDate), CancellationToken.None));

        Assert.Contains("took 0 rows of items, where the lake has 1", error.Message);
    }

    [Fact]
    public async Task A_server_that_can_only_be_read_is_refused_with_a_remedy()
    {
        var database = await NewDatabaseAsync();
        await using (var other = await OpenAsync(database))
            await other.ExecuteAsync($"alter database {database.Database} set default_transaction_read_only = on", CancellationToken.None);

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            SinkOf(database).PublishAsync(SinkRows.Run("r1", Some.RunDate), CancellationToken.None)
        );

        Assert.Contains("can only be read: 'connections.shop.host' must name the primary server", error.Message);
    }

    [Fact]
    public async Task A_database_of_another_encoding_is_refused()
    {
        var database = await NewDatabaseAsync();
        await using (var other = await OpenAsync(database))
            await other.ExecuteAsync("create database latin1 template template0 encoding 'LATIN1' locale 'C'", CancellationToken.None);

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            SinkOf(database with { Database = "latin1" }).PublishAsync(SinkRows.Run("r1", Some.RunDate), CancellationToken.None)
        );

        Assert.Contains("the database has the encoding LATIN1", error.Message);
    }
}
