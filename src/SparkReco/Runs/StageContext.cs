using Apache.Arrow;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Runs;

/// <summary>What a stage's work may use.</summary>
public sealed record StageContext(Settings Settings, IEngine Engine, RunFolder Folder, IProgress<RunEvent> Progress)
{
    /// <summary>What the stage learnt about its inputs, for its record.</summary>
    public List<InputFile> Inputs { get; } = [];

    /// <summary>Figures for the run's record, by name.</summary>
    public Dictionary<string, long> Counts { get; } = [];

    /// <summary>Messages for the run's record and for people.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Makes a table of this run readable: all the systems' parts of it that are there by now.</summary>
    public async Task RegisterAsync(Stage stage, Model model, CancellationToken cancellation)
    {
        var upTo = Pipeline.For(Settings).TakeWhile(earlier => earlier != stage).Append(stage);
        var parts = upTo.SelectMany(part => part.Models).Where(part => part.Name == model.Name)
            .Select(part => new TableFolder(Folder.Store.HasFolder(Folder.Staged(part)) ? Folder.Staged(part) : Folder.Published(part), part.System))
            .Where(part => Folder.Store.HasFolder(part.Path))
            .ToArray();
        await Engine.RegisterAsync(model.Name, model.Schema, parts, cancellation);
    }

    /// <summary>Writes a few computed rows as a table of the stage.</summary>
    public Task WriteRowsAsync(Model model, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        WriteAsync(model, Batches.Of(model.Columns, rows), cancellation);

    /// <summary>Writes rows in bulk as a table of the stage.</summary>
    public Task WriteAsync(Model model, IAsyncEnumerable<RecordBatch> batches, CancellationToken cancellation) =>
        Engine.WriteAsync(model.Columns, batches, Folder.Staged(model), 0, cancellation);
}

/// <summary>An input file as it was when the stage read it.</summary>
public sealed record InputFile(string Path, long Size, string Sha256, long RowCount, long ProblemCount);
