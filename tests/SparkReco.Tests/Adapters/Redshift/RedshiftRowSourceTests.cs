using System.IO.Compression;
using SparkReco.Adapters;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Redshift;

/// <summary>Rows of Redshift by the protocol of PostgreSQL, on a real PostgreSQL in its place.</summary>
public sealed class RedshiftRowSourceTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private ConnectionSettings _settings = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _settings = await PostgreSqlServer.NewDatabaseAsync() with { Kind = DatabaseKind.Redshift };

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Values_of_every_type_are_text_as_the_server_writes_it()
    {
        await RunAsync(
            "create table t (a bigint, b boolean, c varchar(9), d numeric(30, 10), e timestamp, f timestamptz, g date); insert into t values (9223372036854775807, true, 'x,\"y', 0.1, '2026-09-01 10:00:00.000001', '2026-09-01 12:00:00+02', '1999-12-31'), (null, false, '', null, null, null, null)"
        );

        var (text, _) = await FetchAsync(new("inputs.users", "t", IsTable: true, null, null));

        Assert.Equal(
            "a,b,c,d,e,f,g\n9223372036854775807,t,\"x,\"\"y\",0.1000000000,2026-09-01 10:00:00.000001,2026-09-01 10:00:00+00,1999-12-31\n,f,\"\",,,,\n",
            text
        );
    }

    [Theory]
    [InlineData(null, "2,3,5", "5")]
    [InlineData("2", "3,5", "5")]
    [InlineData("5", "", null)]
    public async Task A_watermark_brings_what_is_greater(string? after, string rows, string? greatest)
    {
        await RunAsync("create table t (a bigint); insert into t values (3), (2), (5)");

        var (text, found) = await FetchAsync(new("inputs.events", "select a from t order by a", IsTable: false, "a", after));

        Assert.Equal((rows, greatest), (string.Join(',', text.Split('\n')[1..^1]), found));
    }

    [Fact]
    public async Task All_sources_are_of_one_state()
    {
        await RunAsync("create table t as select 1 as a");
        await using var source = await OpenAsync();
        await FetchAsync(source, new("inputs.users", "t", IsTable: true, null, null));

        await RunAsync("insert into t values (2)");

        Assert.Equal("a\n1\n", (await FetchAsync(source, new("inputs.items", "t", IsTable: true, null, null))).Text);
    }

    private async Task RunAsync(string sql)
    {
        await using var connection = await PostgreSqlServer.OpenAsync(_settings.Database);
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private Task<IRowSource> OpenAsync() =>
        new Databases(Location.WorkingFolder, Some.Stores, TimeProvider.System, _ => { }).OpenSourceAsync(_settings, Cancellation);

    private async Task<(string Text, string? Greatest)> FetchAsync(FetchRequest request)
    {
        await using var source = await OpenAsync();
        return await FetchAsync(source, request);
    }

    private async Task<(string Text, string? Greatest)> FetchAsync(IRowSource source, FetchRequest request)
    {
        var folder = Location.OfThisMachine(_folder.Root) / Guid.NewGuid().ToString("N");
        await using var raw = new RawParts(Some.Stores.Local, folder, Path.GetTempPath(), (_, _) => { });
        var greatest = await source.FetchAsync(request, raw, Cancellation);
        var part = Assert.Single(await raw.EndAsync(needsOne: true, Cancellation));
        using var reader = new StreamReader(new GZipStream(File.OpenRead($"{folder / part.Name}"), CompressionMode.Decompress));
        return (await reader.ReadToEndAsync(Cancellation), greatest);
    }
}
