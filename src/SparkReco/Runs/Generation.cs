using System.Text.Json.Serialization;
using SparkReco.Configuration;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>Whether the tables of a day are those of one run.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GenerationState>))]
public enum GenerationState
{
    /// <summary>They are being exchanged, or a run was cut off while it did.</summary>
    [JsonStringEnumMemberName("publishing")]
    Publishing,

    /// <summary>They are the files that the generation lists.</summary>
    [JsonStringEnumMemberName("published")]
    Published,
}

/// <summary>
/// Which run's files are the tables of a day: one small file for all tables, written before the first of them changes and again after the
/// last. The files of two generations never have a name in common, so that who reads the files that are listed reads one run's rows.
/// </summary>
/// <param name="RunId">The run.</param>
/// <param name="RunDate">The day.</param>
/// <param name="State">Whether the files are there.</param>
/// <param name="At">When this was written.</param>
/// <param name="Engine">The engine that made the tables.</param>
/// <param name="Settings">The settings that they were made with.</param>
/// <param name="Tables">The tables and their files; a table's id is its name and, after a dot, its system.</param>
public sealed record Generation(
    string RunId,
    DateOnly RunDate,
    GenerationState State,
    DateTimeOffset At,
    string Engine,
    Settings Settings,
    IReadOnlyList<TableRecord> Tables
)
{
    /// <summary>The generation of a folder's day; null where nothing was ever published.</summary>
    public static Task<Generation?> ReadAsync(RunFolder folder, CancellationToken cancellation) =>
        folder.Store.ReadJsonAsync<Generation>(folder.Generation, cancellation);

    /// <summary>Writes it in the place of the file that was seen, or of none, and gives the file as it is now.</summary>
    /// <exception cref="LeaseException">Another run has written one since.</exception>
    public Task<StoredFile> WriteAsync(RunFolder folder, StoredFile? former, CancellationToken cancellation) =>
        folder.Store.WriteTextAsync(folder.Generation, Json.FileText(this), former, cancellation);

    /// <summary>Whether a run's tables are the published ones.</summary>
    public bool IsOf(string runId) => RunId == runId && State == GenerationState.Published;
}
