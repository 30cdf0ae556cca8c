using System.Reflection;
using Apache.Arrow;
using SparkReco.Sql;

namespace SparkReco.Models;

/// <summary>The types of the tables, all of which Spark, DuckDB, Redshift Spectrum and Athena read alike.</summary>
public enum ColumnType
{
    /// <summary>Text in UTF-8.</summary>
    String,

    /// <summary>A whole number of 32 bits.</summary>
    Int,

    /// <summary>A whole number of 64 bits.</summary>
    BigInt,

    /// <summary>A number of double precision.</summary>
    Double,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A day without a time.</summary>
    Date,
}

/// <summary>One column of a table: its name in the vocabulary (<see cref="Models.Columns"/>), its type and its meaning.</summary>
public sealed record Column(string Name, ColumnType Type, string Meaning)
{
    /// <summary>Whether the column may be null. Columns are required unless said otherwise.</summary>
    public bool IsNullable { get; init; }

    /// <summary>The type as the SQL of every engine spells it.</summary>
    public string SqlType => Type.ToString().ToUpperInvariant();
}

/// <summary>A promise about every row of a table: the predicate selects the rows that break it.</summary>
public sealed record Rule(string Promise, string BrokenWhen);

/// <summary>What a computed table may read while it is filled.</summary>
/// <param name="Settings">The sections of the run's settings that the stage names.</param>
/// <param name="Tables">The tables that the model names in <see cref="Model.RowsRead"/>.</param>
/// <param name="Memory">What kernels keep from one model to the next.</param>
public sealed record ModelContext(Configuration.Settings Settings, Ports.ITableReader Tables, RunMemory Memory);

/// <summary>Computes the rows of a small table in C#; each row holds one value per column, in the contract's order.</summary>
public delegate Task<IReadOnlyList<object?[]>> RowSource(ModelContext context, CancellationToken cancellation);

/// <summary>Says what parameters of a model's SQL are.</summary>
public delegate Task<IReadOnlyList<(string Name, SqlLiteral Value)>> ParameterSource(ModelContext context, CancellationToken cancellation);

/// <summary>
/// Computes the rows of a table of any size in C#: batches with the contract's columns, made while they are taken.
/// </summary>
public delegate IAsyncEnumerable<RecordBatch> Kernel(ModelContext context, CancellationToken cancellation);

/// <summary>How far the rows of a model reach.</summary>
public enum Lifetime
{
    /// <summary>Read by later models of the same stage, computed where it is read.</summary>
    View,

    /// <summary>Read by later models of the same stage, computed once.</summary>
    Stage,

    /// <summary>Read by later stages, in this start of the run and in others with other settings; not published.</summary>
    Run,

    /// <summary>Published in the lake under its contract.</summary>
    Published,
}

/// <summary>
/// A table and its contract: what one row is, its typed columns, its key, and rules that no row may break. The rows come from
/// the model's own <c>.sql</c> file, which stands beside the contract, from <see cref="Rows"/> or from <see cref="Kernel"/>.
/// </summary>
public sealed class Model
{
    /// <summary>The table's name; also the name of its <c>.sql</c> file.</summary>
    public required string Name { get; init; }

    /// <summary>What one row stands for.</summary>
    public required string Grain { get; init; }

    /// <summary>The columns of the contract, in order; none of a table that only its stage reads, whose SQL tells them.</summary>
    public required IReadOnlyList<Column> Columns { get; init; }

    /// <summary>The columns of the contract; of a model that only other models read, those of its SQL's last select.</summary>
    public IReadOnlyList<Column> Schema =>
        Columns.Count > 0
            ? Columns
            :
            [
                .. FinalSelectLint
                    .Read(SqlPath, ReadSql())
                    .Select(column => new Column(column.Name, Enum.Parse<ColumnType>(column.Type, ignoreCase: true), "")),
            ];

    /// <summary>The columns that identify a row; empty where rows have no identity.</summary>
    public IReadOnlyList<string> Key { get; init; } = [];

    /// <summary>
    /// The model's SQL makes the key unique by itself, and the table is too large to check it again: of <c>interactions</c>, equal ids have
    /// equal hashes, and all events with equal hashes are put in order; <c>engagement</c> is grouped by its key.
    /// </summary>
    public bool IsKeyProven { get; init; }

    /// <summary>Whether each table is searched for keys that stand more than once.</summary>
    public bool ChecksKey => Key.Count > 0 && !IsKeyProven;

    /// <summary>What every row promises beyond types, nulls and the key.</summary>
    public IReadOnlyList<Rule> Rules { get; init; } = [];

    /// <summary>How far the rows reach.</summary>
    public Lifetime Lifetime { get; init; } = Lifetime.Published;

    private string? _system;

    /// <summary>The value of the partition <c>system</c> that the rows belong to, where the table has one.</summary>
    public string? System
    {
        get => _system;
        init => _system = value;
    }

    /// <summary>The systems that the table has parts of, where the settings say which these are.</summary>
    public Func<Configuration.Settings, IReadOnlyList<string>>? Systems { get; private set; }

    /// <summary>The model of a table that has a part of each of some systems, made by the same SQL.</summary>
    public static Model OfEach(Func<Configuration.Settings, IReadOnlyList<string>> systems, Model model)
    {
        var all = (Model)model.MemberwiseClone();
        all.Systems = systems;
        return all;
    }

    /// <summary>Whether the table has parts by system.</summary>
    public bool HasSystems => System is not null || Systems is not null;

    /// <summary>The models of the table's parts in a run: itself, where it has none.</summary>
    public IEnumerable<Model> PartsIn(Configuration.Settings settings) => Systems is null ? [this] : Systems(settings).Select(PartOf);

    /// <summary>The part of one system.</summary>
    public Model PartOf(string system)
    {
        var part = (Model)MemberwiseClone();
        (part._system, part.Systems) = (system, null);
        return part;
    }

    /// <summary>Fills a small table in C# instead of SQL.</summary>
    public RowSource? Rows { get; init; }

    /// <summary>Fills a table of any size in C# instead of SQL.</summary>
    public Kernel? Kernel { get; init; }

    /// <summary>What parameters of the model's SQL are, where a small table decides it.</summary>
    public ParameterSource? Parameters { get; init; }

    /// <summary>The tables that <see cref="Rows"/>, <see cref="Kernel"/> or <see cref="Parameters"/> reads.</summary>
    public IReadOnlyList<string> RowsRead { get; init; } = [];

    /// <summary>
    /// Makes the rows of the model's SQL in C#, at a fraction of the cost. The SQL stays the definition, and what is run where the rows are too
    /// many for one machine.
    /// </summary>
    public Kernel? Shortcut { get; init; }

    /// <summary>The tables that <see cref="Shortcut"/> reads.</summary>
    public IReadOnlyList<string> ShortcutReads { get; init; } = [];

    /// <summary>Whether a configuration asks for rows that no SQL makes, but <see cref="Shortcut"/>.</summary>
    public Func<Configuration.Settings, bool> NeedsShortcut { get; init; } = _ => false;

    /// <summary>Whether the rows come from <see cref="Shortcut"/>.</summary>
    /// <param name="settings">The run's.</param>
    /// <param name="isPreferred">Whether shortcuts are taken where there are any.</param>
    public bool TakesShortcut(Configuration.Settings settings, bool isPreferred) => Shortcut is not null && (isPreferred || NeedsShortcut(settings));

    /// <summary>Whether a configuration asks for the table.</summary>
    public Func<Configuration.Settings, bool> IsWanted { get; init; } = _ => true;

    /// <summary>The stage's own work writes the table's files, not a model.</summary>
    public bool IsFilledByWork { get; init; }

    /// <summary>Whether the table is as large as the input files, so that it is not kept when the run has published.</summary>
    public bool IsLarge { get; init; }

    /// <summary>The folder of the model's <c>.sql</c> file below <c>Models</c>.</summary>
    public required string Room { get; init; }

    /// <summary>Whether the rows come from the model's own <c>.sql</c> file.</summary>
    public bool IsSql => Rows is null && Kernel is null && !IsFilledByWork;

    /// <summary>The names of the tables that the model reads.</summary>
    public IReadOnlyList<string> Inputs => IsSql ? [.. SqlInputs.Of(SqlPath, ReadSql()), .. RowsRead] : RowsRead;

    /// <summary>The path of the model's SQL, as it is named in messages.</summary>
    public string SqlPath => $"Models/{Room}/{Name}.sql";

    /// <summary>What identifies the model in a run: the table's name, and the system's where there is one.</summary>
    public string Id => System is null ? Name : $"{Name}.{System}";

    /// <summary>The model's SQL as written, in the portable subset.</summary>
    public string ReadSql()
    {
        var resource = "models/" + SqlPath["Models/".Length..];
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The model {Name} has no file {SqlPath}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
