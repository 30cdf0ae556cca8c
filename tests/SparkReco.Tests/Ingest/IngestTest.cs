using System.Text;
using SparkReco.Ingest;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Ingest;

/// <summary>Writes files, loads them, and checks on every load that the counts of the result are those of the rows.</summary>
public abstract class IngestTest : IDisposable
{
    /// <summary>Users whose fields are taken as they are read.</summary>
    protected static readonly RawTable Texts = new(
        "raw_users",
        [.. RawTable.Users.Fields.Select(field => new RawField(field.Name, new AnyText()) { IsRequired = field.Name == "user_id" })]
    );

    protected static SourceFiles Sources { get; } = new(Some.Stores);

    /// <summary>The values that the last load left out.</summary>
    protected IReadOnlyList<FlawCount> Flaws { get; private set; } = [];

    /// <summary>The rows that the last load left out.</summary>
    protected long LeftOutRows { get; private set; }

    protected TempFolder Folder { get; } = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    protected IReadOnlyList<RawRow> Load(string path, string text, SourceSettings? settings = null, RawTable? table = null) =>
        Load(path, Encoding.UTF8.GetBytes(text), settings, table);

    protected IReadOnlyList<RawRow> Load(string path, byte[] bytes, SourceSettings? settings = null, RawTable? table = null)
    {
        Folder.Write(path, bytes);
        return LoadAll(settings ?? Settings(path), table);
    }

    protected IReadOnlyList<RawRow> LoadAll(SourceSettings settings, RawTable? table = null)
    {
        table ??= Texts;
        var sink = new RowList(table);
        var workers = new ThreadWorkers(table, [settings], Sources, sink, null, 2, null);
        var result = IngestJob
            .RunAsync(table, [settings], Location.OfThisMachine(Folder.Root), Sources, null, workers.ReadAsync, Cancellation)
            .GetAwaiter()
            .GetResult();
        (Flaws, LeftOutRows) = (result.Flaws, result.LeftOutRows);
        foreach ((var number, var file) in result.Files.Index())
        {
            Assert.Equal(sink.Rows.Count(row => row.FileNumber == number), file.Rows);
            Assert.Equal(sink.Rows.Count(row => row.FileNumber == number && row.Problem is not null), file.ProblemRows);
        }

        Assert.Equal(sink.Rows.Count, result.Rows);
        return sink.Rows;
    }

    protected SourceConfigurationException Refused(SourceSettings settings, RawTable? table = null) =>
        Assert.Throws<SourceConfigurationException>(() => LoadAll(settings, table));

    protected static SourceSettings Settings(params string[] paths) => new() { Key = "sources.users", Paths = paths };

    protected static SourceSettings Mapped(string path, string field, FieldMapping mapping) =>
        Settings(path) with
        {
            Fields = new Dictionary<string, FieldMapping> { [field] = mapping },
        };
}
