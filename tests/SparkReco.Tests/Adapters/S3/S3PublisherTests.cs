using SparkReco.Adapters.S3;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.S3;

/// <summary>Runs alone: it puts a store that fails in the place of the program's own.</summary>
[CollectionDefinition("A store that fails", DisableParallelization = true)]
public sealed class FailingStoreCollection;

/// <summary>A publication in S3 that ends at any of its requests, as by a kill, and is taken up again.</summary>
[Collection("A store that fails")]
public sealed class S3PublisherTests : IDisposable
{
    private const string Table = "recommendations";
    private const string Mark = "_sparkreco.json";

    private static readonly string[] Former = ["system=baseline/a.parquet", "system=baseline/b.parquet", "system=personalize/c.parquet"];
    private static readonly string[] New = ["system=baseline/a.parquet", "system=baseline/d.parquet"];

    private readonly S3FileStore _store;
    private readonly RunFolder _folder;
    private int _requestsLeft = int.MaxValue;

    public S3PublisherTests()
    {
        _folder = new RunFolder(S3Server.NewFolder(), "r", Some.RunDate);
        _store = new S3FileStore { BeforeRequest = () => Assert.True(Interlocked.Decrement(ref _requestsLeft) >= 0, "killed") };
        FileStores.Register("s3", () => _store);
    }

    public void Dispose()
    {
        FileStores.Register("s3", () => new S3FileStore());
        _store.Dispose();
    }

    [Fact]
    public void A_partition_with_its_mark_is_whole_at_every_moment_and_the_same_command_finishes()
    {
        var requests = 0;
        for (var isDone = false; !isDone; requests++)
        {
            Write(_folder.PublishedTable(Table), Former, "former");
            _store.WriteText($"{_folder.PublishedTable(Table)}/{Mark}", "{}");
            Write(_folder.StagedTable(Table), New, "new");

            _requestsLeft = requests;
            isDone = Publish();
            _requestsLeft = int.MaxValue;

            if (_store.Find($"{_folder.PublishedTable(Table)}/{Mark}") is not null)
                Assert.Contains(Contents(), new[] { Expected(Former, "former"), Expected(New, "new") });
            new Publisher(_folder, new Progress<RunEvent>()).Recover();
            Assert.True(Publish());
            Assert.Equal((Expected(New, "new"), "r"), (Contents(), Publisher.RunOf(_folder, Table)));
            _store.Delete(_folder.Lake);
        }

        Assert.InRange(requests, 8, 100);
    }

    private static string Expected(string[] names, string text) => string.Join('\n', names.Select(name => $"{name} {text}"));

    private bool Publish()
    {
        try
        {
            var record = new StageRecord(
                "baseline", "r", new Fingerprint("", "", "", ""), "", default, 0, [], [new TableRecord($"{Table}.baseline", 1, [new TableFile("a.parquet", 3, "")])],
                new Dictionary<string, double>(), new Dictionary<string, long>(), []);
            new Publisher(_folder, new Progress<RunEvent>()).Publish([record], TestContext.Current.CancellationToken);
            return true;
        }
        catch (Xunit.Sdk.TrueException)
        {
            return false;
        }
    }

    private void Write(string folder, string[] names, string text)
    {
        foreach (var name in names)
            _store.WriteText($"{folder}/{name}", text);
    }

    private string Contents()
    {
        var folder = _folder.PublishedTable(Table);
        return string.Join('\n', _store.ListAll(folder).Select(file => file.Path[(folder.Length + 1)..]).Where(name => name != Mark).Select(name => $"{name} {_store.ReadText($"{folder}/{name}")}"));
    }
}
