using System.Text.Json;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Adapters.Spark;

/// <summary>
/// What one executor is to read: files for their checksums, or parts of files for their rows. It reads files with the same code as the
/// embedded engine. Every attempt has a folder of its own, so that of an attempt that is repeated, or runs twice, only one counts.
/// </summary>
public sealed record ReaderTask(string Table, IReadOnlyList<SourceSettings> Settings, Location Attempts)
{
    // Executors have other things in their memory.
    private const int MemoryMegabytes = 1024;

    public IReadOnlyList<SourceFile> Files { get; init; } = [];

    public IReadOnlyList<FilePart> Parts { get; init; } = [];

    /// <summary>Reads tasks line by line, and answers each with a line, until there are no more.</summary>
    public static async Task RunAllAsync(Stores stores, TextReader input, TextWriter output, CancellationToken cancellation)
    {
        while (await input.ReadLineAsync(cancellation) is { Length: > 0 } line)
            await output.WriteLineAsync(Encode(await Decode<ReaderTask>(line).RunAsync(stores, cancellation)));
    }

    /// <summary>A value as one word, which no row format of Spark takes apart.</summary>
    internal static string Encode<T>(T value) => Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(value));

    internal static T Decode<T>(string word) => JsonSerializer.Deserialize<T>(Convert.FromBase64String(word))!;

    private async Task<ReaderResult> RunAsync(Stores stores, CancellationToken cancellation)
    {
        var table = RawTable.All.Single(candidate => candidate.Name == Table);
        var attempt = Attempts / Guid.NewGuid().ToString("N");
        var sources = new SourceFiles(stores);
        await using var folder = stores.Of(attempt).Work(attempt, Path.GetTempPath());
        var work = folder.Path;
        using var columnar = new DuckDbParquetReader(sources, Path.Combine(work, "inputs"), MemoryMegabytes);
        var sink = new DuckDbRawSink(table, name => Path.Combine(work, name), findsRepeats: false);
        columnar.Expect([.. Files, .. Parts.Select(part => part.File)]);
        var workers = new ThreadWorkers(table, Settings, sources, sink, columnar, threads: 1, progress: null);
        try
        {
            var scanned = Files.Select(file => FileScan.Run(sources, file, cancellation)).ToArray();
            var loaded = Parts.Count > 0 ? await workers.LoadAsync(Parts, cancellation) : [];
            var files = FilesOf(work);
            await folder.BringAsync(cancellation);
            return new ReaderResult(attempt, scanned, loaded, files, null);
        }
        catch (SourceChangedException error)
        {
            return new ReaderResult(attempt, [], [], [], error.Path);
        }
    }

    private static WrittenFile[] FilesOf(string folder) =>
        [
            .. Directory
                .GetFiles(folder, "*.parquet", SearchOption.AllDirectories)
                .Select(file => new WrittenFile(Path.GetRelativePath(folder, file), new FileInfo(file).Length)),
        ];
}

/// <summary>A file that a reader wrote: its path below the attempt's folder, which begins with the table's name.</summary>
public sealed record WrittenFile(string Path, long Size);

/// <summary>What came of a task: the attempt's folder, the files in it and the counts; or the file that changed under the reader.</summary>
public sealed record ReaderResult(
    Location Attempt,
    IReadOnlyList<ScannedFile> Scanned,
    IReadOnlyList<LoadedPart> Loaded,
    IReadOnlyList<WrittenFile> Files,
    string? ChangedFile
);
