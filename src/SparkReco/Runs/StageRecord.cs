using System.Text.Json;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>A file of a table: its name below the model's folder, its size in bytes and its hash (<see cref="IFileStore.Hash"/>).</summary>
public sealed record TableFile(string Name, long Size, string Hash);

/// <summary>A table that a stage wrote.</summary>
public sealed record TableRecord(string Id, long RowCount, IReadOnlyList<TableFile> Files)
{
    /// <summary>Whether the files lie in a folder as they were written. A working table's may not have reached the disk: their content is looked at.</summary>
    public bool IsIn(IFileStore store, string location, bool isWorking = false)
    {
        var found = store.Files(location).ToDictionary(file => file.Name);
        return Files.All(file => found.GetValueOrDefault(file.Name) is { } there && there.Size == file.Size && (!isWorking || store.Hash(there) == file.Hash));
    }
}

/// <summary>What a stage's result depends on, each part by its hash. Two stages with equal fingerprints have equal results.</summary>
public sealed record Fingerprint(string Code, string Settings, string Files, string Upstream)
{
    /// <summary>All parts in one hash, which the next stage depends on.</summary>
    public string Hash => Hashing.Of($"{Code}/{Settings}/{Files}/{Upstream}");

    /// <summary>What differs from an earlier fingerprint, in words; null where nothing does.</summary>
    public string? ChangeFrom(Fingerprint earlier) => this switch
    {
        _ when Files != earlier.Files => "its input files changed",
        _ when Settings != earlier.Settings => "its settings changed",
        _ when Code != earlier.Code => "the program changed",
        _ when Upstream != earlier.Upstream => "an earlier stage changed",
        _ => null,
    };
}

/// <summary>That a stage is done, and what it did. Written last, whole or not at all.</summary>
public sealed record StageRecord(
    string Stage, string RunId, Fingerprint Fingerprint, string Engine, DateTimeOffset FinishedAt, double Seconds,
    IReadOnlyList<InputFile> Inputs, IReadOnlyList<TableRecord> Tables, IReadOnlyDictionary<string, double> ModelSeconds, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Notes)
{
    /// <summary>The record of a stage; null where there is none or it can't be read.</summary>
    public static StageRecord? Read(RunFolder folder, string stage) => Json.Read<StageRecord>(folder.Record(stage));

    public void Write(RunFolder folder) => Json.Write(folder.Record(Stage), this);
}

/// <summary>The run as it was published. It exists only when everything is done.</summary>
public sealed record RunManifest(
    string RunId, DateOnly RunDate, string Engine, DateTimeOffset FinishedAt, double Seconds, IReadOnlyList<StageRecord> Stages);

/// <summary>The files of a run are JSON in snake case.</summary>
public static class Json
{
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, WriteIndented = true };

    public static string Text<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static void Write<T>(string path, T value) => FileStores.Of(path).WriteText(path, Text(value) + "\n");

    /// <summary>The value in a file; null where there is no such file or no such value in it.</summary>
    public static T? Read<T>(string path)
        where T : class
    {
        try
        {
            return FileStores.Of(path).ReadText(path) is { } text ? JsonSerializer.Deserialize<T>(text, Options) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
