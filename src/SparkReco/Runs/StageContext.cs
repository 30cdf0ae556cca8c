using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>What a stage's work may use.</summary>
/// <param name="Settings">The run's settings.</param>
/// <param name="Ports">The world outside.</param>
/// <param name="Folder">Where the run keeps its things.</param>
/// <param name="Tables">The tables that the run has written so far.</param>
/// <param name="FileName">What the names of this run's files begin with: no other run has it.</param>
public sealed record StageContext(Settings Settings, RunPorts Ports, RunFolder Folder, RunTables Tables, string FileName)
{
    public IEngine Engine => Ports.Engine;

    /// <summary>What the stage learnt about its inputs, for its record.</summary>
    public List<InputFile> Inputs { get; } = [];

    /// <summary>Figures for the run's record, by name.</summary>
    public Dictionary<string, long> Counts { get; } = [];

    /// <summary>Messages for the run's record and for people.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>Makes a table that this stage has staged readable.</summary>
    public async Task RegisterStagedAsync(Model model, CancellationToken cancellation)
    {
        var staged = Folder.Staged(model);
        await Tables.RegisterAsync(model, staged, await Folder.Store.ParquetFilesAsync(staged, cancellation), cancellation);
    }

    /// <summary>Writes computed rows as a table of the stage.</summary>
    public async Task WriteRowsAsync(Model model, IReadOnlyList<object?[]> rows, CancellationToken cancellation, int part = 0)
    {
        var name = model.Id.Replace('.', '_') + "_rows";
        await Engine.LoadAsync(name, model.Columns, rows, cancellation);
        var columns = string.Join(", ", model.Columns.Select(column => column.Name));
        await Engine.WriteAsync($"select {columns} from {name}", Folder.Staged(model), $"{FileName}-{part}", cancellation);
        await Engine.DropAsync(name, cancellation);
    }
}
