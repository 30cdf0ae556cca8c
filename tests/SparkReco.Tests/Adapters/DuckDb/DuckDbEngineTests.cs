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
    protected override Task<IEngine> OpenAsync(string scratch) => Task.FromResult<IEngine>(DuckDbEngine.Open(Some.Settings().Engine, scratch, Some.Stores));

    [Theory]
    [InlineData("l[1]", "l1")]
    [InlineData("l*", "lx")]
    [InlineData("l?", "lx")]
    public async Task The_name_of_a_lake_is_no_pattern(string name, string other)
    {
        using var folder = new TempFolder();
        await using var engine = DuckDbEngine.Open(Some.Settings().Engine, Path.Combine(folder.Root, "scratch"), Some.Stores);
        foreach (var lake in new[] { name, other })
            await engine.WriteAsync($"select '{lake}' as lake", Location.OfThisMachine(folder.Root) / lake, "part", TestContext.Current.CancellationToken);

        var place = Location.OfThisMachine(folder.Root) / name;
        var files = await Some.Stores.Local.ListAsync(place, TestContext.Current.CancellationToken);
        await engine.RegisterAsync("t", [new Column("lake", ColumnType.String, "")], [new TableFolder(place, files)], TestContext.Current.CancellationToken);

        Assert.Equal([name], await engine.ReadAsync("select lake from t", row => row.GetString(0), TestContext.Current.CancellationToken));
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
