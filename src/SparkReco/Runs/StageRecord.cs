using SparkReco.Configuration;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>A file of a table: its name, its size in bytes, its hash (<see cref="IFileReader.HashAsync"/>) and its version as it was written.</summary>
public sealed record TableFile(string Name, long Size, string Hash, string? Version);

/// <summary>A table that a stage wrote: the model's id, and the files.</summary>
public sealed record TableRecord(string Id, long RowCount, IReadOnlyList<TableFile> Files)
{
    /// <summary>
    /// The files where they lie in a folder as they were written; null where one is missing or is another. Other files there do not matter. A
    /// working table's may not have reached the disk before a power cut: their content is looked at, whatever size and version say.
    /// </summary>
    public async Task<IReadOnlyList<StoredFile>?> FindInAsync(
        IFileReader store,
        Location folder,
        CancellationToken cancellation,
        bool isWorking = false
    )
    {
        var there = (await store.ListAsync(folder, cancellation)).ToDictionary(file => file.Path.From(folder));
        List<StoredFile> found = [];
        foreach (var file in Files)
        {
            if (
                there.GetValueOrDefault(file.Name) is not { } stored
                || stored.Size != file.Size
                || ((isWorking || stored.Version != file.Version) && await store.HashAsync(stored, cancellation) != file.Hash)
            )
                return null;
            found.Add(stored);
        }

        return found;
    }
}

/// <summary>An input file as the stage read it; rows with a problem are rows, too.</summary>
public sealed record InputFile(string Path, long Size, string? Version, string Sha256, long RowCount, long ProblemCount);

/// <summary>What a stage's result depends on, each part by its hash. Two stages with equal fingerprints have equal results.</summary>
/// <param name="Code">The source of the stage's C#, and of the engine.</param>
/// <param name="Settings">The settings that the stage's SQL and C# read.</param>
/// <param name="Files">The input files that the stage read.</param>
/// <param name="Upstream">The stages whose tables it reads.</param>
public sealed record Fingerprint(string Code, string Settings, string Files, string Upstream)
{
    /// <summary>The change of which the stage knows no more than that another one had it.</summary>
    public const string EarlierStage = "an earlier stage changed";

    /// <summary>What the stage had to do without, and would have used; null where it had all.</summary>
    public string? Lacked { get; init; }

    /// <summary>All parts in one hash, which stages that read this one's tables depend on.</summary>
    public string Hash => Hashing.Of($"{Code}/{Settings}/{Files}/{Upstream}{(Lacked is null ? "" : $"/{Lacked}")}");

    /// <summary>The part for input files.</summary>
    public static string OfFiles(IEnumerable<InputFile> files) =>
        Hashing.Of(string.Join('\n', files.OrderBy(file => file.Path, StringComparer.Ordinal).Select(file => $"{file.Path} {file.Sha256}")));

    /// <summary>What differs from an earlier fingerprint, in words; null where nothing does.</summary>
    public string? ChangeFrom(Fingerprint earlier) =>
        this switch
        {
            _ when Files != earlier.Files => "its input files changed",
            _ when Settings != earlier.Settings => "its settings changed",
            _ when Code != earlier.Code => "the program changed",
            _ when Lacked != earlier.Lacked => $"{earlier.Lacked} is there now",
            _ when Upstream != earlier.Upstream => EarlierStage,
            _ => null,
        };
}

/// <summary>That a stage is done, and what it did. Written last, whole or not at all.</summary>
public sealed record StageRecord(
    string Stage,
    string RunId,
    Fingerprint Fingerprint,
    string Engine,
    DateTimeOffset FinishedAt,
    double Seconds,
    IReadOnlyList<InputFile> Inputs,
    IReadOnlyList<TableRecord> Tables,
    IReadOnlyDictionary<string, double> ModelSeconds,
    IReadOnlyDictionary<string, long> Counts,
    IReadOnlyList<string> Notes
)
{
    /// <summary>The settings that the stage chose for the stages after it; null where it chose none.</summary>
    public ChosenSettings? Chosen { get; init; }
}

/// <summary>The settings of the baseline that a run chose, and all that it tried.</summary>
public sealed record ChosenSettings(ItemItemSettings ItemItem, BlendSettings Blend, RankerSettings Ranker, IReadOnlyList<TrialRecord> Trials)
{
    /// <summary>The name of the ranker (<c>ranker_trees.ranker_id</c>); null where the blend orders the candidates.</summary>
    public string? RankerId { get; init; }

    /// <summary>The sections that are chosen.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["item_item", "blend", "ranker"];

    /// <summary>Settings with what was chosen.</summary>
    public Settings In(Settings settings) => settings with { ItemItem = ItemItem, Blend = Blend, Ranker = Ranker };
}

/// <summary>A setting that was tried: the step of the search, the setting, and its NDCG over all windows with its interval.</summary>
public sealed record TrialRecord(string Step, string Setting, double Ndcg, double CiLow, double CiHigh, bool IsChosen);

/// <summary>The run as it was done.</summary>
public sealed record RunManifest(
    string RunId,
    DateOnly RunDate,
    string Engine,
    DateTimeOffset FinishedAt,
    double Seconds,
    IReadOnlyList<StageRecord> Stages
)
{
    /// <summary>What the baseline is (<see cref="Settings.BaselineName"/>); null in records of older programs.</summary>
    public string? Baseline { get; init; }
}
