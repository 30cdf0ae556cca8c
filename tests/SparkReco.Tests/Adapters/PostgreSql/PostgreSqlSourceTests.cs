using Npgsql;
using SparkReco.Configuration;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.PostgreSql;

/// <summary>PostgreSQL as a source.</summary>
public sealed class PostgreSqlSourceTests : RowSourceTests
{
    protected override (int Port, string Certificate) Server => (PostgreSqlServer.Port, PostgreSqlServer.Certificate);

    protected override Task<ConnectionSettings> NewDatabaseAsync() => PostgreSqlServer.NewDatabaseAsync();

    protected override async Task RunAsync(string sql)
    {
        await using var connection = await PostgreSqlServer.OpenAsync(Settings.Database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    protected override string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    protected override string BytesTable => @"create table t (b bytea); insert into t values ('\x00ff27')";

    protected override async Task<string> NewUserAsync(string password)
    {
        await RunAsync($"create user reader_{Settings.Database} password '{password}'");
        return $"reader_{Settings.Database}";
    }

    [Fact]
    public async Task Values_of_types_that_the_client_does_not_know_are_text_too() =>
        Assert.Equal(
            "a,b,c,d\n\"{1,2}\",infinity,NaN,2026-09-01 08:00:00+00\n",
            (await FetchAsync("select array[1, 2] as a, 'infinity'::date as b, 'NaN'::numeric as c, timestamptz '2026-09-01 10:00:00+02' as d")).Text
        );

    [Fact]
    public async Task A_table_may_stand_in_a_schema()
    {
        await RunAsync("create schema s; create table s.t (a int)");

        Assert.Equal("a\n", (await FetchAsync("select * from s.t")).Text);
    }
}
