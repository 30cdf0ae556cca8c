using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Models;

namespace SparkReco.Runs;

/// <summary>Work of a stage that is not a model; it runs before the stage's models.</summary>
public delegate Task StageWork(StageContext context, CancellationToken cancellation);

/// <summary>A step of the pipeline that is done whole or not at all: its work, then its models in order.</summary>
/// <param name="Name">The name that commands and records use.</param>
/// <param name="Purpose">What it does, as it is shown to people.</param>
public sealed record Stage(string Name, string Purpose)
{
    // What turns the models' text into what an engine runs.
    private static readonly string[] Dialect =
    [
        "SparkReco/Sql/",
        "SparkReco.Adapters/DuckDb/DuckDbDialect.cs",
        "SparkReco.Adapters/DuckDb/DuckDbPattern.cs",
        "SparkReco.Adapters/DuckDb/DuckDbSession.cs",
        "SparkReco.Adapters/DuckDb/macros.sql",
    ];

    public StageWork? Work { get; init; }

    public IReadOnlyList<Model> Models { get; init; } = [];

    /// <summary>Reads the figures that the stage's record keeps, after its models.</summary>
    public StageWork? Measure { get; init; }

    /// <summary>The files that the stage reads; it runs again when one of them changes.</summary>
    public Func<InputSettings, IReadOnlyList<SourceSettings>> Files { get; init; } = _ => [];

    /// <summary>The table whose number of rows decides whether models take their shortcuts; null where none has one.</summary>
    public string? ShortcutSize { get; init; }

    /// <summary>The tables that the stage's models, its work and its figures read.</summary>
    public IReadOnlySet<string> Reads =>
        field ??= Models.SelectMany(model => model.Inputs.Concat(model.ShortcutReads)).Concat(Queries.SelectMany(Query.TablesOf)).ToHashSet();

    /// <summary>The queries by which the stage's work and figures read tables, or how their paths begin; they read no others.</summary>
    public IReadOnlyList<string> Queries { get; init; } = [];

    /// <summary>Source files that the stage's result depends on, by how their paths begin, beside those where its work and its models are.</summary>
    public IReadOnlyList<string> Code { get; init; } = [];

    /// <summary>All source files that the stage's result depends on.</summary>
    public IEnumerable<string> AllCode =>
        new Delegate?[] { Work, Measure }
            .Concat(Models.SelectMany(model => new Delegate?[] { model.Rows, model.Kernel, model.Shortcut }))
            .OfType<Delegate>()
            .Select(CodeHashes.PlaceOf)
            .Concat(Models.Any(model => model.IsSql) ? Dialect : [])
            .Concat(Code)
            .Concat(Queries.Select(query => $"SparkReco/{query}"))
            .Distinct();

    /// <summary>The sections of settings that the stage's C# reads, and sees; those of its models' SQL are seen in the SQL.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The sections of settings that the stage chooses for later stages, which depend on it by them.</summary>
    public IReadOnlyList<string> Chooses { get; init; } = [];

    public Func<Settings, bool> IsWanted { get; init; } = _ => true;

    /// <summary>Why the settings have the stage run whatever was done; null where they do not. What follows depends on what it then reads, and not on them.</summary>
    public Func<Settings, string?> WhyForced { get; init; } = _ => null;

    /// <summary>Whether the stage is for eyes outside the lake, and so only for a result that the quality gate lets pass.</summary>
    public bool NeedsGoodResult { get; init; }

    /// <summary>Why a configuration may do without the stage, as it is told to people.</summary>
    public string WhenUnwanted { get; init; } = "";
}
