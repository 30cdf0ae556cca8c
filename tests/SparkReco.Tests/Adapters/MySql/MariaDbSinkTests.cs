using System.Data.Common;
using MySqlConnector;
using SparkReco.Adapters;
using SparkReco.Adapters.MySql;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Adapters.Sinks;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.MySql;

public sealed class MariaDbSinkTests : SinkTests
{
    private protected override Task<ConnectionSettings> NewDatabaseAsync() => MariaDbServer.NewDatabaseAsync();

    private protected override SinkServer ServerOf(ConnectionSettings database, SinkPatience patience) =>
        new MySqlSinkServer(database, "sparkreco", patience, Location.WorkingFolder);

    private protected override async Task<DbConnection> OpenAsync(ConnectionSettings database)
    {
        var connection = await MariaDbServer.OpenAsync(database.Database, database.Port);
        await connection.ExecuteAsync("set sql_mode = 'ANSI_QUOTES'", CancellationToken.None);
        return connection;
    }

    private protected override async Task<(ConnectionSettings Database, Action KillAndStart, IDisposable Server)> NewServerAsync()
    {
        // It takes no files of its clients, so that rows come by INSERT.
        var server = MariaDbServer.StartOwn("--local-infile=0");
        return (await server.NewOwnDatabaseAsync(), server.KillAndStart, server);
    }

    private protected override string CommitMessage => "\u0003commit";

    private protected override string[] LockStatements => ["lock tables {s}recommendations_rows write"];

    private protected override async Task<DbConnection> GrantAsync(ConnectionSettings database, string view)
    {
        var user = $"reader_{database.Database}";
        var server = $"Server=127.0.0.1;Port={database.Port};Database={database.Database};Pooling=false;SslMode=None;AllowUserVariables=true";
        await using (var owner = new MySqlConnection($"{server};User ID={database.User}"))
        {
            await owner.OpenAsync();
            await owner.ExecuteAsync($"create user {user}@'127.0.0.1' identified by ''", CancellationToken.None);
            await owner.ExecuteAsync($"grant select on {database.Database}.sparkreco_{view} to {user}@'127.0.0.1'", CancellationToken.None);
        }

        var connection = new MySqlConnection($"{server};User ID={user}");
        await connection.OpenAsync();
        return connection;
    }

    [Fact]
    public async Task Rights_that_the_user_lacks_are_named()
    {
        var database = await NewDatabaseAsync();
        var user = database with { User = $"writer_{database.Database}" };
        await RowsAsync(database, $"create user {user.User}@'127.0.0.1' identified by ''");
        await RowsAsync(
            database,
            $"grant select, insert, update, delete, create, alter, drop, show view on {database.Database}.* to {user.User}@'127.0.0.1'"
        );

        Assert.Equal([$"create view on the database {database.Database}"], (await SinkOf(user).LookAsync(CancellationToken.None)).Lacks);
    }

    [Theory]
    [InlineData("course of more than the sixty-four characters that a column of this table holds", "One", "content_type")]
    [InlineData("course", null, "title")]
    public async Task A_value_that_would_be_changed_is_refused_with_the_servers_words(string type, string? title, string column)
    {
        var database = await NewDatabaseAsync();
        var run = SinkRows.Run(
            "r1",
            SinkRows.Table(
                "items",
                [
                    ["i1", type, title, null, null, null, null, null, true],
                ]
            )
        );

        var error = await Assert.ThrowsAsync<DatabaseException>(() => SinkOf(database).PublishAsync(run, CancellationToken.None));

        Assert.Contains(column, error.Message);
        Assert.Empty(await RowsAsync(database, "select * from {s}items_rows"));
    }

    [Fact]
    public async Task A_number_that_is_none_is_refused_and_a_text_with_U_0000_is_kept()
    {
        var database = await NewDatabaseAsync();
        var sink = SinkOf(database);

        var error = await Assert.ThrowsAsync<DatabaseException>(() =>
            sink.PublishAsync(
                SinkRows.Run(
                    "r1",
                    SinkRows.Table(
                        "recommendations",
                        [
                            ["baseline", "u", 1, "i", double.NaN, "r", null],
                        ]
                    )
                ),
                CancellationToken.None
            )
        );
        await sink.PublishAsync(
            SinkRows.Run(
                "r2",
                SinkRows.Table(
                    "items",
                    [
                        ["i1", "course", "One\0Two", null, null, null, null, null, true],
                    ]
                )
            ),
            CancellationToken.None
        );

        Assert.Contains("recommendations.score has the number NaN, which the database can't hold", error.Message);
        Assert.Equal(["One\0Two"], await RowsAsync(database, "select title from {s}items"));
    }
}
