using SparkReco.Models;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>
/// Moves staged tables into the lake, a whole partition of a table at a time. A partition carries a mark of what it holds; with it, a
/// run that was cut off while it published tells new partitions from former ones, and finishes.
/// </summary>
public sealed class Publisher(RunFolder folder, IProgress<RunEvent> progress)
{
    private const string MarkName = "_sparkreco.json";

    private string Moving => Path.Combine(folder.Staging, ".publishing");

    /// <summary>The run that published a table's partition; null where none did.</summary>
    public static string? RunOf(RunFolder folder, string table) => MarkIn(folder.PublishedTable(table))?.RunId;

    /// <summary>Publishes the tables of the records, and takes out partitions of the same day that an earlier run left and this one has not.</summary>
    public void Publish(IReadOnlyList<StageRecord> records, CancellationToken cancellation)
    {
        var tables = PublishedTables().ToArray();
        FileStores.InParallel(tables.Where(table => folder.Store.HasFolder(folder.StagedTable(table))), table =>
        {
            progress.Report(new RunEvent.Publishing(table));
            Json.Write(Path.Combine(folder.StagedTable(table), MarkName), MarkOf(table, records));
            folder.Store.Replace(folder.StagedTable(table), folder.PublishedTable(table), OnItsWay(table), cancellation);
        }, cancellation);

        var written = records.SelectMany(record => record.Tables).Select(table => TableOf(table.Id)).ToHashSet();
        foreach (var table in tables.Where(table => !written.Contains(table) && folder.Store.HasFolder(folder.PublishedTable(table))))
            folder.Store.Remove(folder.PublishedTable(table), OnItsWay(table));
    }

    /// <summary>
    /// Tidies up after a run that was cut off: puts partitions that were on their way back into staging; of a run that had published all,
    /// throws away what is left of staging.
    /// </summary>
    public void Recover()
    {
        if (folder.Store.Find(folder.Manifest) is not null)
        {
            folder.Store.Delete(folder.Staging);
            return;
        }

        var records = Pipeline.Stages.Select(stage => StageRecord.Read(folder, stage.Name)).OfType<StageRecord>().ToArray();
        foreach (var table in folder.Store.Folders(Moving))
        {
            var moving = OnItsWay(table);
            // Two publications may have the same content: then the former partition, half deleted, carries the mark of the new one.
            var mark = MarkOf(table, records);
            var isNew = MarkIn(moving) == mark && MarkIn(folder.PublishedTable(table)) != mark;
            if (isNew && !folder.Store.HasFolder(folder.StagedTable(table)))
                LocalFileStore.Exchange(moving, folder.StagedTable(table));
            else
                folder.Store.Delete(moving);
        }
    }

    private static IEnumerable<string> PublishedTables() =>
        Pipeline.Models.Where(model => model.Lifetime == Lifetime.Published).Select(model => model.Name).Distinct();

    /// <summary>Where a partition of this machine is while it takes another's place, or goes. In an object store there is no such way.</summary>
    private string OnItsWay(string table) => Path.Combine(Moving, table);

    private static Mark? MarkIn(string partition) => Json.Read<Mark>(Path.Combine(partition, MarkName));

    private static string TableOf(string id) => id.Split('.')[0];

    private Mark MarkOf(string table, IReadOnlyList<StageRecord> records) => new(
        folder.RunId,
        Hashing.Of(string.Join('\n', records.SelectMany(record => record.Tables).Where(part => TableOf(part.Id) == table)
            .SelectMany(part => part.Files.Select(file => $"{part.Id} {file.Name} {file.Hash}")))));

    /// <summary>What a published partition holds.</summary>
    private sealed record Mark(string RunId, string Content);
}
