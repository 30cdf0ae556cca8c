using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>The tables of a run that are at hand: those that its stages have written, and nobody else's.</summary>
public sealed class RunTables(IEngine engine)
{
    private readonly List<(Model Model, TableFolder Folder)> _parts = [];
    private readonly Lock _lock = new();

    /// <summary>Makes a table readable under its name, with the parts of all systems that are at hand.</summary>
    public Task RegisterAsync(Model model, Location folder, IReadOnlyList<StoredFile> files, CancellationToken cancellation)
    {
        TableFolder[] parts;
        lock (_lock)
        {
            _parts.RemoveAll(part => part.Model.Id == model.Id);
            _parts.Add((model, new TableFolder(folder, files, model.System)));
            parts = [.. _parts.Where(part => part.Model.Name == model.Name).Select(part => part.Folder)];
        }

        return engine.RegisterAsync(model.Name, model.Schema, parts, cancellation);
    }
}
