using SparkReco.Models;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>
/// Where a run keeps its things: <c>runs/ID/</c> with the plan, a record for each finished stage, the staging folder and the report.
/// Tables are staged as <c>staging/TABLE/run_date=DAY/[system=NAME/]</c> and move to the same place below the lake when they are published.
/// </summary>
public sealed record RunFolder(string Lake, string RunId, DateOnly RunDate)
{
    /// <summary>The store that the lake is in.</summary>
    public IFileStore Store => FileStores.Of(Lake);

    public string Path => System.IO.Path.Combine(Lake, "runs", RunId);

    public string Plan => System.IO.Path.Combine(Path, "plan.json");

    public string Manifest => System.IO.Path.Combine(Path, "run.json");

    public string Staging => System.IO.Path.Combine(Path, "staging");

    /// <summary>What the engine needs as long as the run lasts.</summary>
    public string Scratch => System.IO.Path.Combine(Path, "scratch");

    public string Report => System.IO.Path.Combine(Path, "report.html");

    /// <summary>What the run found, in sentences.</summary>
    public string Summary => System.IO.Path.Combine(Path, "summary.json");

    public string Record(string stage) => System.IO.Path.Combine(Path, "stages", stage + ".json");

    /// <summary>The folder that holds a model's files until they are published.</summary>
    public string Staged(Model model) => Below(StagedTable(model.Name), model.System);

    /// <summary>The staged partition of a table, all systems.</summary>
    public string StagedTable(string table) => System.IO.Path.Combine(Staging, table, Partition);

    /// <summary>The folder that holds a model's files once they are published.</summary>
    public string Published(Model model) => Below(PublishedTable(model.Name), model.System);

    /// <summary>The published partition of a table, all systems.</summary>
    public string PublishedTable(string table) => System.IO.Path.Combine(Lake, table, Partition);

    /// <summary>The right to write the lake, which one run has at a time. Where getting it may take a while, it is told why.</summary>
    /// <exception cref="LeaseException">Another run has it.</exception>
    public Lease TakeLease(Action<string> tell, CancellationToken cancellation) => Store.TakeLease(System.IO.Path.Combine(Lake, "runs", ".lease"), tell, cancellation);

    private string Partition => $"run_date={RunDate:yyyy-MM-dd}";

    private static string Below(string folder, string? system) => system is null ? folder : System.IO.Path.Combine(folder, $"system={system}");
}
