using SparkReco.Adapters.DuckDb;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbEngineTests : EngineTests
{
    protected override Task<IEngine> OpenAsync(string scratch) =>
        Task.FromResult<IEngine>(DuckDbEngine.Open(Some.Settings().Engine, scratch, Location.OfThisMachine(Folder.Root), Some.Stores));

    [Theory]
    [InlineData("l[1]", "l1")]
    [InlineData("l*", "lx")]
    [InlineData("l?", "lx")]
    public async Task The_name_of_a_lake_is_no_pattern(string name, string other)
    {
        using var folder = new TempFolder();
        await using var engine = DuckDbEngine.Open(
            Some.Settings().Engine,
            Path.Combine(folder.Root, "scratch"),
            Location.OfThisMachine(folder.Root),
            Some.Stores
        );
        foreach (var lake in new[] { name, other })
            await engine.WriteAsync(
                $"select '{lake}' as lake",
                Location.OfThisMachine(folder.Root) / lake,
                "part",
                TestContext.Current.CancellationToken
            );

        var place = Location.OfThisMachine(folder.Root) / name;
        var files = await Some.Stores.Local.ListAsync(place, TestContext.Current.CancellationToken);
        await engine.RegisterAsync(
            "t",
            [new Column("lake", ColumnType.String, "")],
            [new TableFolder(place, files)],
            TestContext.Current.CancellationToken
        );

        Assert.Equal([name], await engine.ReadAsync("select lake from t", row => row.GetString(0), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("select * from read_text('{outside}/file')")]
    [InlineData("select * from read_csv('{outside}/file')")]
    [InlineData("select * from read_parquet('{lake}/../{name}/file')")]
    [InlineData("select * from glob('{outside}/*')")]
    [InlineData("copy (select 1) to '{outside}/made'")]
    [InlineData("attach '{outside}/made'")]
    [InlineData("install httpfs")]
    [InlineData("set enable_external_access = true")]
    [InlineData("set threads = 3")]
    public async Task Nothing_but_the_lake_and_the_scratch_folder_is_within_reach_of_a_statement(string statement)
    {
        using var outside = new TempFolder();
        outside.Write("file", "text");
        var sql = statement.Replace("{outside}", outside.Root).Replace("{name}", Path.GetFileName(outside.Root)).Replace("{lake}", Folder.Root);

        await Assert.ThrowsAsync<EngineException>(() => ((DuckDbEngine)Engine).RunAsync(sql, Cancellation));

        Assert.Equal(["file"], Directory.GetFileSystemEntries(outside.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_stream_computes_no_more_than_is_taken()
    {
        // A million million rows.
        await foreach (var batch in Engine.StreamAsync("select range as id from range(1000000000000)", Cancellation))
        {
            batch.Dispose();
            break;
        }
    }
}
