using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Runs;

/// <summary>What is put right after a run was cut off while it published.</summary>
public sealed class PublisherTests : IDisposable
{
    private const string Table = "items";

    private readonly TempFolder _lake = new();
    private readonly RunFolder _folder;
    private readonly Publisher _publisher;

    public PublisherTests()
    {
        _folder = new RunFolder(_lake.Root, "r", Some.RunDate);
        _publisher = new Publisher(_folder, new Progress<RunEvent>());
    }

    private string Published => _folder.PublishedTable(Table);

    private string Staged => _folder.StagedTable(Table);

    private string OnItsWay => Path.Combine(_folder.Staging, ".publishing", Table);

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void A_former_partition_that_is_half_deleted_is_not_taken_for_the_new_one_with_the_same_content()
    {
        Publish("content");
        Publish("content");
        Directory.CreateDirectory(OnItsWay);
        File.Copy(Path.Combine(Published, "_sparkreco.json"), Path.Combine(OnItsWay, "_sparkreco.json"));

        _publisher.Recover();

        Assert.False(Directory.Exists(Staged));
        Assert.False(Directory.Exists(OnItsWay));
        Assert.Equal("content", File.ReadAllText(Path.Combine(Published, "part.parquet")));
    }

    [Fact]
    public void A_new_partition_on_its_way_goes_back_into_staging()
    {
        Publish("new");
        LocalFileStore.Exchange(Published, OnItsWay);
        Stage("former").ForEach(record => record.Write(_folder));
        LocalFileStore.Exchange(Staged, Published);
        Record("new").Write(_folder);

        _publisher.Recover();

        Assert.Equal("new", File.ReadAllText(Path.Combine(Staged, "part.parquet")));
        Assert.Equal("former", File.ReadAllText(Path.Combine(Published, "part.parquet")));
    }

    private void Publish(string content) => _publisher.Publish(Stage(content), TestContext.Current.CancellationToken);

    /// <summary>A stage that has staged a table with this content, and its record.</summary>
    private List<StageRecord> Stage(string content)
    {
        Directory.CreateDirectory(Staged);
        File.WriteAllText(Path.Combine(Staged, "part.parquet"), content);
        Record(content).Write(_folder);
        return [Record(content)];
    }

    private static StageRecord Record(string content) => new(
        "clean", "r", new Fingerprint("", "", "", ""), "", default, 0, [], [new TableRecord(Table, 1, [new TableFile("part.parquet", content.Length, Hashing.Of(content))])],
        new Dictionary<string, double>(), new Dictionary<string, long>(), []);
}
