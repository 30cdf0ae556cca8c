using MySqlConnector;
using SparkReco.Configuration;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.MySql;

/// <summary>MariaDB as a source.</summary>
public sealed class MySqlSourceTests : RowSourceTests
{
    protected override (int Port, string Certificate) Server => (MariaDbServer.Port, MariaDbServer.Certificate);

    protected override Task<ConnectionSettings> NewDatabaseAsync() => MariaDbServer.NewDatabaseAsync();

    protected override async Task RunAsync(string sql)
    {
        await using var connection = await MariaDbServer.OpenAsync(Settings.Database);
        await using var command = new MySqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    protected override string Quoted(string name) => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    protected override string BytesTable => "create table t (b varbinary(10)); insert into t values (x'00ff27')";

    protected override async Task<string> NewUserAsync(string password)
    {
        await RunAsync(
            $"create user reader_{Settings.Database}@'127.0.0.1' identified by '{password}'; grant all on {Settings.Database}.* to reader_{Settings.Database}@'127.0.0.1'"
        );
        return $"reader_{Settings.Database}";
    }

    [Fact]
    public async Task What_is_in_a_column_stays_what_it_is()
    {
        await RunAsync(
            "set sql_mode = ''; create table t (a tinyint(1), b bigint unsigned, c date, d datetime, e time(3), f year, g bit(4), h char(36), i float); insert into t values (7, 18446744073709551615, '0000-00-00', '0000-00-00 00:00:00', '-100:00:00.250', 2026, b'101', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 0.1)"
        );

        Assert.Equal(
            "a,b,c,d,e,f,g,h,i\n7,18446744073709551615,0000-00-00,0000-00-00,-100:00:00.250000,2026,5,6ba7b810-9dad-11d1-80b4-00c04fd430c8,0.1\n",
            (await FetchAsync("select * from t")).Text
        );
    }
}
