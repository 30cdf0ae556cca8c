using SparkReco.Adapters.DuckDb;
using SparkReco.Adapters.Spark;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Spark;

/// <summary>Statements on a cluster or beside its driver, by how much they read. By default all of these tests' are small.</summary>
[Collection("Spark")]
public sealed class SplitEngineTests : EngineTests
{
    protected override Task<IEngine> OpenAsync(string scratch) => OpenAsync(scratch, mostBytes: 64 << 20);

    /// <summary>A file of one number has some 300 bytes, one of 10,000 some 40,000.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(10_000)]
    [InlineData(1_000_000)]
    public async Task A_view_of_tables_of_all_sizes_has_what_a_table_of_it_has_become(long mostBytes)
    {
        await using var engine = await OpenAsync(Path.Combine(Folder.Root, "other"), mostBytes);
        Column[] id = [new("id", ColumnType.BigInt, "")];
        await engine.LoadAsync(
            "small",
            id,
            [
                [1L],
            ],
            Cancellation
        );
        await engine.LoadAsync("large", id, [.. Enumerable.Range(1, 10_000).Select(number => (object?[])[(long)number])], Cancellation);
        await engine.CreateAsync("joined", "select s.id from small as s inner join large as l on l.id = s.id", isView: true, Cancellation);
        await engine.CreateAsync("copied", "select id from joined", isView: false, Cancellation);

        Assert.Equal([1L], await ReadAsync("select id from joined"));
        Assert.Equal([1L], await ReadAsync("select id from copied"));

        await engine.LoadAsync(
            "small",
            id,
            [
                [7L],
                [20_000L],
            ],
            Cancellation
        );

        Assert.Equal([7L], await ReadAsync("select id from joined"));
        Assert.Equal([1L], await ReadAsync("select id from copied"));
        Assert.Equal([7L, 20_000L], (await ReadAsync("select id from small")).Order());
        await engine.DropAsync("joined", Cancellation);
        await Assert.ThrowsAsync<EngineException>(() => ReadAsync("select id from joined"));

        Task<IReadOnlyList<long>> ReadAsync(string sql) => engine.ReadAsync(sql, row => row.GetInt64(0), Cancellation);
    }

    private async Task<IEngine> OpenAsync(string scratch, long mostBytes)
    {
        var (place, lake) = (Location.OfThisMachine(scratch), Location.OfThisMachine(Folder.Root));
        return new SplitEngine(
            await SparkEngineTests.OpenAsync(scratch, Folder.Root),
            DuckDbEngine.Open(new EngineSettings(), Path.Combine(Folder.Root, $"driver-{mostBytes}"), lake, Some.Stores),
            mostBytes,
            place,
            Some.Stores.Of(place),
            _ => { }
        );
    }
}
