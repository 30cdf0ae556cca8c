using Apache.Arrow;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Personalize;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>The work of the stages that read files.</summary>
public static class Collect
{
    private const int RowsPerBatch = 10_000;

    internal static readonly Query<ListOutput> OutputQuery = new("Personalize/Queries/output.sql");

    /// <summary>The files that the rows of databases were laid down in.</summary>
    internal static readonly Query<FetchedPart> FetchedQuery = new("Fetch/Queries/fetched_parts.sql");

    internal sealed record FetchedPart(string Source, string Path, long Size, string Sha256);

    internal sealed record ListOutput(string Folder, long AskedCount, bool IsOfItems);

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

    /// <summary>Reads Amazon Personalize's lists: those that are configured, or those that the service has made.</summary>
    public static async Task ReadListsAsync(StageContext context, CancellationToken cancellation)
    {
        var source = context.Settings.Inputs.ListSource();
        var ofItems = false;
        if (source is null)
        {
            var output = (await OutputQuery.ReadAsync(context.Readable, context.Settings, cancellation))[0];
            source = BatchOutput.Source("personalize.folder", [output.Folder]);
            ofItems = output.IsOfItems;
            context.Counts[ListFit.Asked] = output.AskedCount;
        }

        var sources = new SourceFiles(context.Ports.Stores);
        List<string> leftOut = [];
        var files = await sources.ListAsync(source, context.Settings.BaseFolder, cancellation, leftOut);
        context.Note(leftOut);
        if (context.Settings.Inputs.Personalize is not null && files.Count > 0)
        {
            await using var first = sources.Open(files[0], cancellation);
            ofItems = BatchOutput.IsOfItems(first);
        }

        var problems = new BatchBuilder(RawModels.ListProblems.Columns);
        var places = ReadPlaces(context, sources, files, problems, ofItems, cancellation);
        if (ofItems)
            await RelatedLists.WriteAsync(context, places, cancellation);
        else
            await context.WriteAsync(RawModels.Lists, places.ToAsyncEnumerable(), cancellation);
        await context.WriteAsync(RawModels.ListProblems, new[] { problems.Build() }.ToAsyncEnumerable(), cancellation);
    }

    /// <summary>The places of all lists. What is wrong with lines is known when the last batch is read.</summary>
    private static IEnumerable<RecordBatch> ReadPlaces(
        StageContext context,
        SourceFiles sources,
        IReadOnlyList<SourceFile> files,
        BatchBuilder problems,
        bool ofItems,
        CancellationToken cancellation
    )
    {
        var places = new BatchBuilder(RawModels.Lists.Columns);
        HashSet<ulong> answered = [];
        foreach (var file in files)
        {
            long lines = 0,
                bad = 0;
            using var source = sources.Open(file, cancellation);
            var bytes = new HashingStream(source);
            foreach (var line in BatchOutput.Read(bytes, ofItems))
            {
                cancellation.ThrowIfCancellationRequested();
                lines++;
                if (line.Id is not null)
                    answered.Add(Hash(line.Id));
                bad += line.Problem is null ? 0 : 1;
                if (line.Problem is not null)
                    problems.Add(file.Path).Add(line.Line).Add(line.Id).Add(line.Problem);
                for (var place = 0; place < line.Items.Count; place++)
                    places.Add(file.Path).Add(line.Line).Add(line.Id).Add(place + 1).Add(line.Items[place]).Add(line.Scores?[place]);
                if (places.RowCount >= RowsPerBatch)
                    yield return places.Build();
            }

            // What the service wrote for this run is no input of it: it follows from what was asked.
            if (context.Settings.Inputs.Personalize is not null)
                context.Inputs.Add(new InputFile(file.Path, file.Size, file.Version, bytes.Finish(cancellation), lines, bad));
            sources.RequireUnchanged(file);
        }

        context.Counts[ListFit.Answered] = answered.Count;

        yield return places.Build();
    }

    /// <summary>A hash of 64 bits (FNV-1a): of ten million ids, two of the same are not to be expected.</summary>
    private static ulong Hash(string id)
    {
        var hash = 14695981039346656037;
        foreach (var letter in id)
            hash = (hash ^ letter) * 1099511628211;
        return hash;
    }
}
