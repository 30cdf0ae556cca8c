using System.IO.Compression;
using System.Text.Json.Nodes;
using DuckDB.NET.Data;
using SparkReco.Adapters;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Redshift;

/// <summary>
/// Rows that Redshift unloads, on a stand-in for its Data API whose statements a real PostgreSQL runs, and whose files a real S3 server keeps.
/// </summary>
public sealed class UnloadSourceTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly Location _bucket = S3Server.NewFolder();
    private RedshiftDataServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await RedshiftDataServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Rows_are_files_of_Parquet_in_the_lake_wherever_that_is(bool isInS3)
    {
        await _server.RunAsync("create table t (a bigint, b varchar(20)); insert into t values (-9223372036854775808, 'ü😀'), (2, ''), (3, null)");

        var (parts, _) = await FetchAsync(isInS3, new("inputs.users", "t", IsTable: true, null, null));

        Assert.Equal(["0000_part_00.parquet", "0001_part_00.parquet"], parts.Select(part => part.Name));
        Assert.Equal([1, 2], parts.Select(part => part.Rows).Order());
        Assert.Equal(["-9223372036854775808|ü😀", "2|", "3|NULL"], await RowsAsync(parts, "a || '|' || coalesce(b, 'NULL')"));
        Assert.All(parts, part => Assert.Equal(isInS3, part.Sha256 is null));
    }

    [Fact]
    public async Task Nothing_is_left_in_the_folder_between_Redshift_and_a_lake_on_this_machine()
    {
        await _server.RunAsync("create table t as select 1 as a");

        await FetchAsync(isInS3: false, new("inputs.users", "t", IsTable: true, null, null));

        using var store = S3Server.Open();
        Assert.Empty(await store.ListAsync(_bucket, Cancellation));
    }

    [Theory]
    [InlineData(null, "2,3,5", "5")]
    [InlineData("2", "3,5", "5")]
    [InlineData("5", "", null)]
    public async Task A_watermark_brings_what_is_greater(string? after, string rows, string? greatest)
    {
        await _server.RunAsync("create table t (a bigint); insert into t values (3), (2), (5)");

        var (parts, found) = await FetchAsync(true, new("inputs.events", "select a from t", IsTable: false, "a", after));

        Assert.Equal((rows, greatest), (string.Join(',', rows.Length == 0 ? [] : await RowsAsync(parts, "a")), found));
    }

    [Fact]
    public async Task The_rows_and_the_greatest_watermark_are_of_one_transaction()
    {
        await _server.RunAsync("create table t as select 1 as a");

        await FetchAsync(true, new("inputs.events", "t", IsTable: true, "a", null));

        // The first gives the columns; the second sets the zone, and has the greatest watermark, the rows and their number.
        Assert.Equal(
            ["BatchExecuteStatement", "BatchExecuteStatement"],
            _server.Calls.Where(call => call.EndsWith("ExecuteStatement", StringComparison.Ordinal))
        );
        Assert.Equal(1 + 4, _server.Statements.Count);
    }

    [Theory]
    [InlineData("select a from t order by a limit 1;  \n")]
    [InlineData("select a from t where b like '%\\_''x' -- the 'first'")]
    public async Task A_query_is_taken_as_it_is(string query)
    {
        await _server.RunAsync("create table t (a int, b varchar(9)); insert into t values (1, 'a_''x'), (2, 'b')");

        Assert.Equal(["1"], await RowsAsync((await FetchAsync(true, new("inputs.users", query, IsTable: false, null, null))).Parts, "a"));
    }

    [Fact]
    public async Task Of_no_rows_there_is_a_file_with_the_names_of_the_columns()
    {
        await _server.RunAsync("create table t (user_id int, \"Tier\" text)");

        var (parts, _) = await FetchAsync(false, new("inputs.users", "t", IsTable: true, null, null));

        using var reader = new StreamReader(
            new GZipStream(File.OpenRead(Path.Combine(_folder.Root, "lake", Assert.Single(parts).Name)), CompressionMode.Decompress)
        );
        Assert.Equal("user_id,Tier\n", await reader.ReadToEndAsync(Cancellation));
    }

    [Theory]
    [InlineData("BatchExecuteStatement")]
    [InlineData("DescribeStatement")]
    [InlineData("GetStatementResult")]
    public async Task A_lost_answer_is_asked_for_again_and_nothing_runs_twice(string operation)
    {
        await _server.RunAsync("create table t as select 1 as a");
        _server.FaultOf = (name, number) => name == operation && number == 1 ? RedshiftDataServer.Fault.LoseReply : default;

        var (parts, _) = await FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null));

        // The zone, the rows, and their number.
        Assert.Equal(1, parts.Sum(part => part.Rows));
        Assert.Equal(3, _server.Statements.Count);
    }

    [Fact]
    public async Task A_service_that_is_busy_is_asked_again_later()
    {
        await _server.RunAsync("create table t as select 1 as a");
        _server.FaultOf = (_, number) => number <= 2 ? RedshiftDataServer.Fault.Throttle : default;

        Assert.Equal(1, (await FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null))).Parts.Sum(part => part.Rows));
    }

    [Theory]
    [InlineData("FAILED", "ERROR: permission denied for relation t", "; grant it to the user", false)]
    [InlineData("FAILED", "ERROR: 1023 DETAIL: Serializable isolation violation on table", "; another transaction wrote the same tables", true)]
    [InlineData(
        "FAILED",
        "S3ServiceException:Access Denied,Status 403",
        "; Redshift reads and writes S3 by the role in 'connections.warehouse.role'",
        false
    )]
    [InlineData("ABORTED", "Query cancelled by user", "", false)]
    public async Task A_statement_that_did_not_end_well_is_told_with_the_remedy(string status, string error, string remedy, bool isTransient)
    {
        _server.Ending = (status, error);

        var thrown = await Assert.ThrowsAsync<DatabaseException>(() => FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null)));

        Assert.StartsWith($"inputs.users: connections.warehouse: Redshift analytics/dev: {error}{remedy}", thrown.Message, StringComparison.Ordinal);
        Assert.Equal(isTransient, thrown.IsTransient);
    }

    [Fact]
    public async Task A_query_that_is_wrong_is_told_in_the_databases_words()
    {
        var thrown = await Assert.ThrowsAsync<DatabaseException>(() => FetchAsync(true, new("inputs.users", "nobody", IsTable: true, null, null)));

        Assert.Contains("relation \"nobody\" does not exist", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_stops_has_the_statement_stopped()
    {
        _server.Holds = true;
        using var stop = new CancellationTokenSource();
        var fetching = FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null), stop.Token);
        await _server.Held.Task.WaitAsync(Cancellation);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.Contains("CancelStatement", _server.Calls);
    }

    [Fact]
    public async Task A_statement_whose_start_was_not_answered_is_stopped_too()
    {
        _server.Holds = true;
        using var stop = new CancellationTokenSource();
        _server.FaultOf = (name, number) => name == "BatchExecuteStatement" && number == 1 ? RedshiftDataServer.Fault.LoseReply : default;
        var fetching = FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null), stop.Token);
        await _server.Held.Task.WaitAsync(Cancellation);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetching);
        Assert.Contains("CancelStatement", _server.Calls);
    }

    [Fact]
    public async Task Rows_that_are_not_as_many_as_Redshift_says_are_refused()
    {
        await _server.RunAsync("create table t as select 1 as a union all select 2");
        _server.Manifest = manifest =>
        {
            manifest["entries"]!.AsArray().RemoveAt(0);
            return manifest;
        };

        var thrown = await Assert.ThrowsAsync<DatabaseException>(() => FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null)));

        Assert.Contains("Redshift says that it unloaded 2 rows, and its manifest has 1", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_as_long_as_the_manifest_says_is_refused()
    {
        await _server.RunAsync("create table t as select 1 as a");
        _server.Manifest = manifest =>
        {
            manifest["entries"]![0]!["meta"]!["content_length"] = 7;
            return manifest;
        };

        var thrown = await Assert.ThrowsAsync<DatabaseException>(() => FetchAsync(true, new("inputs.users", "t", IsTable: true, null, null)));

        Assert.Contains("and Redshift's manifest says 7 bytes", thrown.Message, StringComparison.Ordinal);
    }

    private async Task<(IReadOnlyList<RawPart> Parts, string? Greatest)> FetchAsync(
        bool isInS3,
        FetchRequest request,
        CancellationToken? cancellation = null
    )
    {
        using var s3 = S3Server.Open();
        var stores = new Stores(Some.Stores.Local, new Dictionary<string, Func<IFileStore>> { ["s3"] = () => s3 });
        var lake = isInS3 ? _bucket / "lake" : Location.OfThisMachine(_folder.Root) / "lake";
        var databases = new Databases(Location.WorkingFolder, stores, TimeProvider.System, _ => { });
        await using var source = await databases.OpenSourceAsync(_server.Connection with { Folder = $"{_bucket / "unload"}" }, Cancellation);
        await using var raw = new RawParts(stores.Of(lake), lake, Path.GetTempPath(), (_, _) => { });
        var greatest = await source.FetchAsync(request, raw, cancellation ?? Cancellation);
        var parts = await raw.EndAsync(needsOne: request.After is null, Cancellation);
        if (isInS3 && parts.Count > 0)
            await S3Server.DownloadAsync(lake, Path.Combine(_folder.Root, "lake"));
        return (parts, greatest);
    }

    /// <summary>What the parts hold, as DuckDB reads it, in order.</summary>
    private async Task<IReadOnlyList<string>> RowsAsync(IReadOnlyList<RawPart> parts, string expression)
    {
        await using var duck = new DuckDBConnection("Data Source=:memory:");
        await duck.OpenAsync(Cancellation);
        await using var command = duck.CreateCommand();
        var files = parts.Select(part => $"'{Path.Combine(_folder.Root, "lake", part.Name)}'");
        command.CommandText = $"select cast({expression} as varchar) from read_parquet([{string.Join(", ", files)}]) order by a";
        await using var reader = await command.ExecuteReaderAsync(Cancellation);
        List<string> rows = [];
        while (await reader.ReadAsync(Cancellation))
            rows.Add(reader.GetString(0));
        return rows;
    }
}
