using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>The work of the stages that read files.</summary>
public static class Collect
{
    /// <summary>The files that the rows of databases were laid down in.</summary>
    internal static readonly Query<FetchedPart> FetchedQuery = new("Fetch/Queries/fetched_parts.sql");

    internal sealed record FetchedPart(string Source, string Path, long Size, string Sha256);

    /// <summary>Reads users, items and events into typed rows.</summary>
    public static async Task ReadFilesAsync(StageContext context, CancellationToken cancellation)
    {
        var parts = context.Settings.Inputs.Fetched().Any() ? await FetchedQuery.ReadAsync(context.Readable, context.Settings, cancellation) : [];
        var fetched = parts.ToLookup(part => part.Source);
        var sources = context
            .Settings.Inputs.ByTable()
            .Select(input => (input.Table, Sources: (SourceSettings[])[.. input.Sources.Select(source => FilesOf(context, source, fetched))]))
            .ToArray();
        var hashes = HashesOf(context, fetched);
        var results = new IngestResult[sources.Length];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = context.Engine.RunsStatementsAtOnce ? sources.Length : 1,
            CancellationToken = cancellation,
        };
        await Parallel.ForAsync(
            0,
            sources.Length,
            options,
            async (index, stop) => results[index] = await ReadAsync(context, sources[index].Table, sources[index].Sources, stop)
        );
        List<object?[]> files = [];
        List<object?[]> flaws = [];
        foreach (var result in results)
        {
            var input = result.Table.Name[4..];
            flaws.AddRange(result.Flaws.Select(flaw => new object?[] { result.Table.Name, flaw.Field, flaw.Flaw, flaw.Value, flaw.Rows }));
            context.Note(FlawWords.Of(input, result.Flaws));
            if (result.LeftOutRows > 0)
                context.Note($"{result.LeftOutRows:N0} of {result.Rows + result.LeftOutRows:N0} rows of the {input} are left out, as 'where' says");
            context.Counts[$"{input}_bytes"] = result.Files.Sum(file => file.Size);
            context.Counts[$"{input}_bytes_rejected"] = result
                .Files.Where(file => file.Rows > 0 && file.ProblemRows == file.Rows)
                .Sum(file => file.Size);
            context.Note(result.LeftOut);
            if (result.Files.Where(file => file.Rows + file.LeftOutRows == 0).ToArray() is [var first, ..] empty)
                context.Note(
                    $"{empty.Length:N0} {(empty.Length == 1 ? "file" : "files")} of the {input} {(empty.Length == 1 ? "has" : "have")} no rows, such as {first.Path}"
                );
            foreach (var (number, file) in result.Files.Index())
            {
                files.Add([result.Table.Name, number, file.Path, file.Rows + file.LeftOutRows, file.ProblemRows, file.LeftOutRows]);
                // What was fetched is no input that may change: it follows from the stage before.
                if (hashes.TryGetValue(file.Path, out var hash))
                    RequireAsFetched(file, hash);
                else
                    context.Inputs.Add(new InputFile(file.Path, file.Size, file.Version, file.Sha256, file.Rows, file.ProblemRows));
            }
        }

        await context.WriteRowsAsync(RawModels.Files, files, cancellation);
        await context.WriteRowsAsync(RawModels.Flaws, flaws, cancellation);
    }

    /// <summary>How a source's files are read: those that are given, or those that its rows were laid down in.</summary>
    private static SourceSettings FilesOf(StageContext context, InputSource source, ILookup<string, FetchedPart> fetched)
    {
        if (source.Fetch is null)
            return source.Files;
        var folder = RawFolder.Of(context.Folder.Store, context.Folder.Lake, source).Path;
        var names = fetched[source.Key].Select(part => part.Path).ToHashSet();
        return source.Files with
        {
            Paths = [$"{folder}"],
            Choose = found =>
            {
                StoredFile[] files = [.. found.Where(file => names.Contains(file.Path.From(folder)))];
                return new FileChoice(
                    files.Length == names.Count ? files : [],
                    LeftOut: null,
                    "has no longer all files that were fetched for this run: start it with --set fetch=full, which fetches them anew"
                );
            },
        };
    }

    /// <summary>The hashes of fetched files, by the paths that readers tell.</summary>
    private static Dictionary<string, string> HashesOf(StageContext context, ILookup<string, FetchedPart> fetched) =>
        context
            .Settings.Inputs.Fetched()
            .SelectMany(source =>
                fetched[source.Key]
                    .Select(part =>
                        (
                            (RawFolder.Of(context.Folder.Store, context.Folder.Lake, source).Path / part.Path).From(context.Settings.BaseFolder),
                            part.Sha256
                        )
                    )
            )
            .ToDictionary();

    private static void RequireAsFetched(FileRecord file, string sha256)
    {
        if (sha256.Length > 0 && file.Sha256 != sha256)
            throw new IOException(
                $"{file.Path} is not as it was when it was fetched (SHA-256 {file.Sha256}, then {sha256}): start with --set fetch=full, which fetches it anew"
            );
    }

    private static Task<IngestResult> ReadAsync(
        StageContext context,
        RawTable table,
        IReadOnlyList<SourceSettings> sources,
        CancellationToken cancellation
    )
    {
        var progress = new Progress<IngestProgress>(done =>
            context.Ports.Progress.Report(new RunEvent.Reading(table.Name[4..], done.BytesDone, done.BytesTotal))
        );
        return context.Engine.IngestAsync(
            table,
            sources,
            context.Settings.BaseFolder,
            name => context.Folder.Staged(RawModels.All.Single(model => model.Name == name)),
            progress,
            cancellation
        );
    }
}
