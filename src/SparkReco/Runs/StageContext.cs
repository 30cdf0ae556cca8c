using Apache.Arrow;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>What a stage's work may use.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="AllSettings">The run's settings.</param>
/// <param name="Ports">The world outside.</param>
/// <param name="Folder">Where the run keeps its things.</param>
/// <param name="Tables">The tables that the run has written so far.</param>
/// <param name="Memory">What kernels keep from one model to the next.</param>
/// <param name="FileName">What the names of this run's files begin with: no other run has it.</param>
/// <param name="Upstream">The hash of what the tables that the stage reads were made of.</param>
public sealed record StageContext(
    Stage Stage,
    Settings AllSettings,
    RunPorts Ports,
    RunFolder Folder,
    RunTables Tables,
    RunMemory Memory,
    string FileName,
    string Upstream
)
{
    private readonly List<string> _notes = [];

    public IEngine Engine => Ports.Engine;

    /// <summary>The settings that the stage's C# reads.</summary>
    public Settings Settings { get; } = AllSettings.Only(Stage.Settings);

    /// <summary>The tables that the stage reads, and its own.</summary>
    public ITableReader Readable { get; } =
        new DeclaredTables(Ports.Engine, $"the stage {Stage.Name}", [.. Stage.Reads, .. Stage.Models.Select(model => model.Name)]);

    /// <summary>What the stage learnt about its inputs, for its record.</summary>
    public List<InputFile> Inputs { get; } = [];

    /// <summary>Figures for the run's record, by name.</summary>
    public Dictionary<string, long> Counts { get; } = [];

    /// <summary>The settings that the stage chooses for the stages after it.</summary>
    public ChosenSettings? Chosen { get; set; }

    /// <summary>What the stage had to do without: it runs again when that is there.</summary>
    public string? Lacked { get; set; }

    /// <summary>Messages for the run's record and for people.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Adds messages, each a line, whatever names of files and texts of rows are in it.</summary>
    public void Note(params IEnumerable<string> messages) => _notes.AddRange(messages.Select(VisibleText.Line));

    /// <summary>The databases that the settings name.</summary>
    internal IDatabases OpenDatabases() =>
        Ports.Databases ?? throw new InvalidOperationException("a stage that reads databases runs without a way to them");

    /// <summary>Amazon Personalize, for describing and creating.</summary>
    internal Personalize.Service OpenService() =>
        new(
            Ports.Personalize ?? throw new InvalidOperationException("a stage that drives Amazon Personalize runs without it"),
            Settings.Personalize,
            Ports.Clock,
            text =>
            {
                Ports.Log($"{Stage.Name}: {text}");
                Ports.Progress.Report(new RunEvent.Doing(text));
            }
        );

    /// <summary>The number of rows of a table.</summary>
    public async Task<long> CountAsync(string table, CancellationToken cancellation) =>
        (await Readable.ReadAsync($"select cast(count(*) as bigint) as row_count from {table}", row => row.GetInt64(0), cancellation))[0];

    /// <summary>Makes a table that this stage has staged readable.</summary>
    public async Task RegisterStagedAsync(Model model, CancellationToken cancellation)
    {
        var staged = Folder.Staged(model);
        await Tables.RegisterAsync(model, staged, await Folder.Store.ParquetFilesAsync(staged, cancellation), cancellation);
    }

    /// <summary>Writes a few computed rows as a table of the stage.</summary>
    public Task WriteRowsAsync(Model model, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        WriteAsync(model, Batches.Of(model.Columns, rows), cancellation);

    /// <summary>Writes rows in bulk as a table of the stage.</summary>
    public Task WriteAsync(Model model, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellation) =>
        Engine.WriteAsync(model.Schema, batches, Folder.Staged(model), $"{FileName}-0", cancellation);
}
