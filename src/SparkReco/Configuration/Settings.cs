using System.Text.Json.Serialization;
using SparkReco.Fetch;
using SparkReco.Ingest;
using SparkReco.Personalize;
using SparkReco.Storage;

namespace SparkReco.Configuration;

/// <summary>
/// Everything a run is told, complete and validated. All weights are whole numbers. A section has its defaults where nothing is said, also in
/// what an older program kept, which knew fewer.
/// </summary>
public sealed record Settings
{
    /// <summary>The folder that relative paths begin at: the configuration file's.</summary>
    public required Location BaseFolder { get; init; }

    public required Location Lake { get; init; }

    /// <summary>The day of the run: models see what happened before it, the lists are judged by what happened from it on.</summary>
    public required DateOnly RunDate { get; init; }

    public required InputSettings Inputs
    {
        get => field ?? throw Hidden("inputs");
        init;
    }

    /// <summary>The databases, by name.</summary>
    public IReadOnlyDictionary<string, ConnectionSettings> Connections
    {
        get => field ?? throw Hidden("connections");
        init;
    } = new Dictionary<string, ConnectionSettings>();

    /// <summary>The databases that runs are published to, by name.</summary>
    public IReadOnlyDictionary<string, SinkSettings> Sinks
    {
        get => field ?? throw Hidden("sinks");
        init;
    } = new Dictionary<string, SinkSettings>();

    /// <summary>Whether what was fetched from databases before is used.</summary>
    public FetchMode Fetch { get; init; }

    public EngineSettings Engine { get; init; } = new();

    public EligibilitySettings Eligibility
    {
        get => field ?? throw Hidden("eligibility");
        init;
    } = new();

    public EngagementSettings Engagement
    {
        get => field ?? throw Hidden("engagement");
        init;
    } = new();

    /// <summary>Who chooses the settings of the baseline.</summary>
    public BaselineMode Baseline { get; init; }

    public ItemItemSettings ItemItem
    {
        get => field ?? throw Hidden("item_item");
        init;
    } = new();

    public BlendSettings Blend
    {
        get => field ?? throw Hidden("blend");
        init;
    } = new();

    public RankerSettings Ranker
    {
        get => field ?? throw Hidden("ranker");
        init;
    } = new();

    public PersonalizeSettings Personalize
    {
        get => field ?? throw Hidden("personalize");
        init;
    } = new();

    public EvaluationSettings Evaluation
    {
        get => field ?? throw Hidden("evaluation");
        init;
    } = new();

    public ComparisonSettings Comparison
    {
        get => field ?? throw Hidden("comparison");
        init;
    } = new();

    public ExperimentSettings Experiment
    {
        get => field ?? throw Hidden("experiment");
        init;
    } = new();

    public HistorySettings History
    {
        get => field ?? throw Hidden("history");
        init;
    } = new();

    public QualitySettings Quality
    {
        get => field ?? throw Hidden("quality");
        init;
    } = new();

    /// <summary>Whether there are lists of Amazon Personalize, or will be.</summary>
    [JsonIgnore]
    public bool HasPersonalizeLists => Inputs.Personalize is not null || Personalize.IsDriven;

    /// <summary>Whether a system's lists come from outside, so that there is something to compare the baseline with.</summary>
    [JsonIgnore]
    public bool HasLists => HasPersonalizeLists || Inputs.Lists.Count > 0;

    /// <summary>Whether the ranker orders the candidates; known when the baseline's settings are chosen.</summary>
    [JsonIgnore]
    public bool IsRanked => Baseline == BaselineMode.Auto && Ranker.Mode != RankerMode.Off;

    /// <summary>What the baseline is, such as "item pairs, re-ranked"; known when its settings are chosen.</summary>
    [JsonIgnore]
    public string BaselineName =>
        (
            Blend.ItemItem == 0 ? "popularity"
            : ItemItem.Model == ItemItemModel.Ease ? "EASE"
            : "item pairs"
        )
        + (
            !IsRanked ? ""
            : Ranker.MinHistory > Blend.MinHistory ? $", re-ranked for users with {Ranker.MinHistory} items and more"
            : ", re-ranked"
        );

    /// <summary>
    /// These settings with some sections alone, beside where things are and what the engine may use: whoever reads another gets an exception.
    /// </summary>
    public Settings Only(IReadOnlyCollection<string> sections)
    {
        var (files, lists) = (sections.Contains("inputs"), sections.Contains("inputs.lists"));
        return this with
        {
            RunDate = sections.Contains("run_date") ? RunDate : default,
            Inputs =
                files || lists
                    ? Inputs with
                    {
                        Users = files ? Inputs.Users : null!,
                        Items = files ? Inputs.Items : null!,
                        Events = files ? Inputs.Events : null!,
                        Lists = files || lists ? Inputs.Lists : null!,
                        Personalize = lists ? Inputs.Personalize : null,
                    }
                    : null!,
            Connections = sections.Contains("connections") ? Connections : null!,
            Sinks = sections.Contains("sinks") ? Sinks : null!,
            Eligibility = sections.Contains("eligibility") ? Eligibility : null!,
            Engagement = sections.Contains("engagement") ? Engagement : null!,
            ItemItem = sections.Contains("item_item") ? ItemItem : null!,
            Blend = sections.Contains("blend") ? Blend : null!,
            Ranker = sections.Contains("ranker") ? Ranker : null!,
            Personalize = sections.Contains("personalize") ? Personalize : null!,
            Evaluation = sections.Contains("evaluation") ? Evaluation : null!,
            Comparison = sections.Contains("comparison") ? Comparison : null!,
            Experiment = sections.Contains("experiment") ? Experiment : null!,
            History = sections.Contains("history") ? History : null!,
            Quality = sections.Contains("quality") ? Quality : null!,
        };
    }

    /// <summary>The values of some sections, by their names in the configuration file.</summary>
    /// <exception cref="ArgumentException">There is no section of a name.</exception>
    public IReadOnlyDictionary<string, object?> Sections(IEnumerable<string> sections) =>
        sections.ToDictionary(
            name => name,
            object? (name) =>
                name switch
                {
                    "run_date" => RunDate,
                    // Where rows of databases come from stands with their connections.
                    "inputs" => Inputs.All().Select(source => source.Files),
                    // What was fetched tells, and not how.
                    "fetch" => null,
                    // How they are reached changes no rows.
                    "connections" => Inputs
                        .Fetched()
                        .Select(source => (source.Key, FetchManifest.IdentityOf(Connections[source.Fetch!.Connection], source.Fetch)).ToString()),
                    "sinks" => Sinks,
                    "inputs.lists" => new { Inputs.Personalize, Named = Inputs.Lists.Keys },
                    "eligibility" => Eligibility,
                    "engagement" => Engagement,
                    "item_item" => ItemItem,
                    "blend" => Blend,
                    "ranker" => Ranker,
                    "personalize" => Personalize.OfLists(),
                    "evaluation" => Evaluation,
                    "comparison" => Comparison,
                    "experiment" => Experiment,
                    "history" => History,
                    "quality" => Quality,
                    _ => throw new ArgumentException($"there is no section '{name}' of settings", nameof(sections)),
                }
        );

    private static InvalidOperationException Hidden(string section) =>
        new($"the stage reads the settings of '{section}', which its Settings do not name");

    /// <summary>The settings as they are kept with what was made with them: where Spark is may hold a token, and is left out.</summary>
    public Settings ToRecord() => this with { Engine = Engine with { Spark = Engine.Spark with { Remote = "" } } };
}

/// <summary>Where the raw tables come from.</summary>
public sealed record InputSettings
{
    public required IReadOnlyList<InputSource> Users { get; init; }

    public required IReadOnlyList<InputSource> Items { get; init; }

    public required IReadOnlyList<InputSource> Events { get; init; }

    /// <summary>Lists of other systems, by the systems' names.</summary>
    public IReadOnlyDictionary<string, InputSource> Lists { get; init; } = new Dictionary<string, InputSource>();

    /// <summary>The paths of Amazon Personalize's lists; null where there are none.</summary>
    public IReadOnlyList<string>? Personalize { get; init; }

    /// <summary>The raw tables, each with its sources.</summary>
    public IReadOnlyList<(RawTable Table, IReadOnlyList<InputSource> Sources)> ByTable() =>
        [(RawTable.Users, Users), (RawTable.Items, Items), (RawTable.Events, Events), (RawTable.Lists, [.. Lists.Values])];

    /// <summary>All sources of raw tables.</summary>
    public IEnumerable<InputSource> All() => ByTable().SelectMany(input => input.Sources);

    /// <summary>The sources that are databases.</summary>
    public IEnumerable<InputSource> Fetched() => All().Where(source => source.Fetch is not null);

    /// <summary>The files of Amazon Personalize's lists, if there are any.</summary>
    public SourceSettings? ListSource() => Personalize is { } paths ? BatchOutput.Source("inputs.personalize", paths) : null;
}

/// <summary>The engine that runs the models.</summary>
public enum EngineName
{
    DuckDb,
    Spark,
}

/// <summary>How tables are made that have a shortcut in C#.</summary>
public enum KernelMode
{
    /// <summary>In memory where they fit in, else by SQL.</summary>
    Auto,

    /// <summary>By SQL.</summary>
    Off,
}

/// <summary>The engine, and what the embedded one may use.</summary>
public sealed record EngineSettings
{
    [Setting("engine.name", "The engine: duckdb runs in this process, spark on a cluster.")]
    public EngineName Name { get; init; }

    [Setting("engine.threads", "Threads of the embedded engine; 0 is one for each core.", Max = 1024)]
    public int Threads { get; init; }

    /// <summary>The number of threads that <see cref="Threads"/> means on this machine.</summary>
    [JsonIgnore]
    public int ThreadCount => Threads > 0 ? Threads : Environment.ProcessorCount;

    [Setting(
        "engine.memory_mb",
        "Memory of the program with the embedded engine in MB, beyond which it spills to disk; raise it for large inputs.",
        Min = 500,
        Max = 16_777_216
    )]
    public int MemoryMegabytes { get; init; } = 1400;

    [Setting(
        "engine.kernels",
        "How engagement and baseline are made: auto, in this program's memory while there are at most 15 events for each KB of engine.memory_mb, and by SQL beyond; off, by SQL. The rows are the same."
    )]
    public KernelMode Kernels { get; init; }

    /// <summary>So many events fit into memory: one takes some 70 bytes.</summary>
    [JsonIgnore]
    public long MostEventsInMemory => MemoryMegabytes * 15_000L;

    public SparkSettings Spark { get; init; } = new();
}

/// <summary>Where Spark is, and how it works for this program.</summary>
public sealed record SparkSettings
{
    [Setting(
        "engine.spark.remote",
        "Where Spark Connect listens: sc://HOST:PORT/;token=...;use_ssl=true. The environment's SPARK_REMOTE goes before it."
    )]
    public string Remote { get; init; } = "sc://localhost:15002";

    [Setting(
        "engine.spark.reader",
        "The command by which an executor starts this program, to read raw files; auto is this program's own path, for executors on this machine."
    )]
    public string Reader { get; init; } = "auto";

    [Setting("engine.spark.shuffle_partitions", "Partitions of Spark after a shuffle; 0 is by the size of the inputs.", Max = 100_000)]
    public int ShufflePartitions { get; init; }

    [Setting(
        "engine.spark.driver_mb",
        "A statement that reads no more MB of Parquet runs in this program, beside Spark's driver, where it is faster; 0 leaves all statements to Spark. The rows are the same.",
        Max = 100_000
    )]
    public int DriverMegabytes { get; init; } = 64;
}

/// <summary>Who gets recommendations.</summary>
public sealed record EligibilitySettings
{
    [Setting(
        "eligibility.active_days",
        "A free user who was active within so many days before the run date is monthly active, and gets recommendations.",
        Min = 1,
        Max = 366
    )]
    public int ActiveDays { get; init; } = 30;
}

/// <summary>What an event is worth.</summary>
public sealed record EngagementSettings
{
    [Setting("engagement.points.click", "Points of a click.", Max = 1000)]
    public int ClickPoints { get; init; } = 1;

    [Setting("engagement.points.watch_minute", "Points of a minute watched, up to the item's length a day.", Max = 1000)]
    public int WatchMinutePoints { get; init; } = 1;

    [Setting("engagement.points.like", "Points of a like.", Max = 1000)]
    public int LikePoints { get; init; } = 5;

    [Setting("engagement.points.complete", "Points of a completion.", Max = 1000)]
    public int CompletePoints { get; init; } = 10;

    [Setting("engagement.half_life_days", "After so many days an event counts half.", Min = 1, Max = 3650)]
    public int HalfLifeDays { get; init; } = 30;

    [Setting("engagement.lookback_days", "Events older than this many days give no points.", Min = 1, Max = 3650)]
    public int LookbackDays { get; init; } = 180;

    [Setting("engagement.max_points_per_item_day", "The most points that one user can give one item on one day.", Min = 1, Max = 100_000)]
    public int MaxPointsPerItemDay { get; init; } = 60;

    [Setting(
        "engagement.max_points_per_day",
        "The most points that one user can give all items on one day; beyond it all are scaled down.",
        Min = 1,
        Max = 1_000_000
    )]
    public int MaxPointsPerDay { get; init; } = 300;
}

/// <summary>Who chooses the settings of the baseline: how items are alike, and how the parts are blended.</summary>
public enum BaselineMode
{
    /// <summary>The run, by what would have been best in the weeks before the run date.</summary>
    Auto,

    /// <summary>The configuration.</summary>
    Fixed,
}

/// <summary>Which items of a history count as neighbours of an item in it.</summary>
public enum PairDirection
{
    /// <summary>Those that were last used after it: what comes next.</summary>
    Forward,

    /// <summary>All others.</summary>
    Both,
}

/// <summary>How it is found out which items are alike.</summary>
public enum ItemItemModel
{
    /// <summary>By the users in common, weighed: cosine, P3alpha, RP3beta, with or without a direction and recency.</summary>
    Pairs,

    /// <summary>By a regression of each item on all others (Steck, Embarrassingly shallow autoencoders for sparse data, WWW 2019).</summary>
    Ease,
}

/// <summary>How alike two items are.</summary>
public sealed record ItemItemSettings
{
    [Setting(
        "item_item.model",
        "How alike two items are: pairs, by the users in common; ease, by a regression of each item on all others, for some thousands of items. EASE knows no time: direction, exponents, shrinkage and support are for pairs, and so is the half-life but for the weights of the user's categories. No SQL makes EASE's weights: they are a kernel's on every engine."
    )]
    public ItemItemModel Model { get; init; } = ItemItemModel.Pairs;

    [Setting(
        "item_item.regularization",
        "The regularization of EASE: the more, the less an item counts that few have had.",
        Min = 1,
        Max = 1_000_000
    )]
    public int Regularization { get; init; } = 500;

    [Setting(
        "item_item.direction",
        "Which items of a history are neighbours of an item in it: forward, those last used after it; both, all others. Courses and news go forward, films do not."
    )]
    public PairDirection Direction { get; init; } = PairDirection.Forward;

    [Setting(
        "item_item.half_life_hours",
        "A use of the neighbour counts half after so many hours, by the age of the last use on the run date; 0 is never.",
        Max = 87_600
    )]
    public int HalfLifeHours { get; init; } = 168;

    [Setting("item_item.history_size", "The latest so many items of a user count in item-item similarity.", Min = 1, Max = 100_000)]
    public int HistorySize { get; init; } = 30;

    [Setting(
        "item_item.seed_size",
        "Candidates are similar to the latest so many items of the user, and popular in the categories of these.",
        Min = 1,
        Max = 100_000
    )]
    public int SeedSize { get; init; } = 25;

    [Setting("item_item.seed_half_life", "A seed counts half after so many later ones; 0 is never.", Max = 100_000)]
    public int SeedHalfLife { get; init; } = 10;

    [Setting("item_item.neighbors", "Neighbours kept for each item.", Min = 1, Max = 100_000)]
    public int Neighbors { get; init; } = 50;

    [Setting("item_item.min_support", "Users in common that two items need to be neighbours.", Min = 1, Max = 1000)]
    public int MinSupport { get; init; } = 2;

    [Setting("item_item.shrinkage", "The similarity of items with n users in common is multiplied by n/(n + shrinkage).", Max = 10_000)]
    public int Shrinkage { get; init; }

    [Setting(
        "item_item.user_exponent",
        "A user with n items counts 1/n^(exponent/100) towards the similarity of two of them; 0 is plain co-occurrence.",
        Max = 200
    )]
    public int UserExponent { get; init; } = 100;

    [Setting(
        "item_item.history_exponent",
        "The similarity is divided by degree^(exponent/100) of the item in the user's history; 100 is P3alpha's, 50 cosine's.",
        Max = 200
    )]
    public int HistoryExponent { get; init; } = 100;

    [Setting(
        "item_item.target_exponent",
        "The similarity is divided by degree^(exponent/100) of the recommended item; 0 is P3alpha, 50 cosine, others RP3beta. Both exponents together are 50 at least.",
        Max = 200
    )]
    public int TargetExponent { get; init; } = 60;

    /// <summary>Pairs of the other direction, of which features are made.</summary>
    public ItemItemSettings OtherWay() =>
        this with
        {
            Model = ItemItemModel.Pairs,
            Direction = Direction == PairDirection.Both ? PairDirection.Forward : PairDirection.Both,
        };

    /// <summary>Whether similarities stay within what whole numbers hold.</summary>
    [JsonIgnore]
    public bool HasEnoughExponents => HistoryExponent + TargetExponent >= 50;
}

/// <summary>How the parts of the baseline become one list.</summary>
public sealed record BlendSettings
{
    [Setting("blend.list_size", "Items in each user's list.", Min = 1, Max = 500)]
    public int ListSize { get; init; } = 25;

    [Setting("blend.item_item", "Weight of item-item similarity to the user's history.", Max = 1000)]
    public int ItemItem { get; init; } = 100;

    [Setting(
        "blend.category",
        "Weight of popularity within the categories of the user's latest items; for users without any, of what others have just begun with.",
        Max = 1000
    )]
    public int Category { get; init; } = 30;

    [Setting("blend.popularity", "Weight of popularity.", Max = 1000)]
    public int Popularity { get; init; } = 10;

    [Setting("blend.preference", "Weight of the user's preferred content types and categories.", Max = 1000)]
    public int Preference { get; init; }

    [Setting("blend.recency", "Weight of newness.", Max = 1000)]
    public int Recency { get; init; }

    [Setting(
        "blend.item_state",
        "How strongly the state of an item counts, in percent: items rise that many begin with now, and fall that everybody knows. It multiplies the blend; 0 leaves it as it is.",
        Max = 200
    )]
    public int ItemState { get; init; } = 100;

    [Setting(
        "blend.popularity_half_life_hours",
        "A user counts half towards an item's popularity when the last use is so many hours old; 0 is never.",
        Max = 87_600
    )]
    public int PopularityHalfLifeHours { get; init; } = 24;

    [Setting("blend.min_history", "A user with fewer items gets what is popular in the user's categories, and in the tier.", Min = 1, Max = 100)]
    public int MinHistory { get; init; } = 5;

    [Setting("blend.new_item_days", "An item's newness halves in so many days, and an item younger than this is new.", Min = 1, Max = 3650)]
    public int NewItemDays { get; init; } = 30;

    /// <summary>The weights of all parts together.</summary>
    [JsonIgnore]
    public long TotalWeight => (long)ItemItem + Category + Popularity + Preference + Recency;
}

/// <summary>Where the ranker comes from, a learned model that re-ranks the candidates.</summary>
public enum RankerMode
{
    /// <summary>Learned by the run, and used where it would have been clearly better before the run date.</summary>
    Train,

    /// <summary>The one of an earlier run, with its other settings of the baseline; learned where there is none.</summary>
    Reuse,

    /// <summary>None.</summary>
    Off,
}

/// <summary>The re-ranking of the baseline's candidates.</summary>
public sealed record RankerSettings
{
    [Setting(
        "ranker.mode",
        "With baseline=auto: train learns the ranker, a model that re-ranks the candidates, and uses it where it is clearly better; reuse takes that of the run before with the settings that it was learned for, and learns one where there is none; off leaves the order to the blend."
    )]
    public RankerMode Mode { get; init; }

    [Setting("ranker.max_age_days", "How old a ranker may be that is used again.", Min = 1, Max = 366)]
    public int MaxAgeDays { get; init; } = 14;

    [Setting(
        "ranker.min_history",
        "Users with fewer items in their history get the blend's order; a run that learns may ask for more.",
        Min = 1,
        Max = 100
    )]
    public int MinHistory { get; init; } = 1;
}

/// <summary>How lists are judged.</summary>
public sealed record EvaluationSettings
{
    [Setting("evaluation.horizon_days", "The lists are judged by the so many days from the run date on.", Min = 1, Max = 366)]
    public int HorizonDays { get; init; } = 28;

    [Setting("evaluation.cutoffs", "The list lengths k of all metrics.", Min = 1, Max = 500)]
    public IReadOnlyList<int> Cutoffs { get; init; } = [5, 10, 25];

    /// <summary>The list length that headlines speak of: 10, or where it is not asked for the middle one.</summary>
    [JsonIgnore]
    public int MainCutoff => Cutoffs.Contains(10) ? 10 : Cutoffs[Cutoffs.Count / 2];
}

/// <summary>How two systems are compared.</summary>
public sealed record ComparisonSettings
{
    [Setting(
        "comparison.pairs",
        "Which systems are compared, as REFERENCE:SYSTEM; differences are the system's value less the reference's, and the report leads with the first pair. Systems are baseline, personalize, popularity, random and the names of inputs.lists. Where there are none: each system with lists from outside and the baseline, then Amazon Personalize and the others."
    )]
    public IReadOnlyList<string> Pairs { get; init; } = [];

    [Setting(
        "comparison.monthly_cost",
        "What Amazon Personalize costs a month beyond the reference, such as its bill; 0 is what the run asked of it, by personalize.prices."
    )]
    public decimal MonthlyCost { get; init; }

    [Setting("comparison.runs_per_month", "How often a month lists are made, for the cost by personalize.prices.", Min = 1, Max = 1000)]
    public int RunsPerMonth { get; init; } = 30;

    [Setting("comparison.hour_value", "What an hour that a user watches or listens is worth, in the currency of the costs; 0 is not known.")]
    public decimal HourValue { get; init; }

    [Setting("comparison.rbo_persistence", "The persistence p of rank-biased overlap, in percent.", Min = 1, Max = 99)]
    public int RboPersistence { get; init; } = 90;

    [Setting("comparison.resamples", "Resamples of the bootstrap.", Min = 100, Max = 100_000)]
    public int Resamples { get; init; } = 1000;

    [Setting("comparison.seed", "The seed of the bootstrap.")]
    public int Seed { get; init; } = 1;

    [Setting("comparison.confidence_percent", "The level of all confidence intervals, in percent.", Min = 50, Max = 99)]
    public int ConfidencePercent { get; init; } = 95;
}

/// <summary>How an experiment in the log is read: impressions that name the system whose list they came from.</summary>
public sealed record ExperimentSettings
{
    [Setting(
        "experiment.attribution_hours",
        "A click, watch, completion or like belongs to the last impression of the same user and item, if that is at most so many hours older.",
        Min = 1,
        Max = 720
    )]
    public int AttributionHours { get; init; } = 24;

    [Setting(
        "experiment.treatment_percent",
        "The share of a test's users that were meant to see the treatment: what the sample ratio is checked against, and what 'experiment plan' assigns.",
        Min = 1,
        Max = 99
    )]
    public int TreatmentPercent { get; init; } = 50;
}

/// <summary>Which changes since the latest day before are told as a warning.</summary>
public sealed record HistorySettings
{
    [Setting(
        "history.warn_drop_percent",
        "Where a headline metric of a system is worse by more percent than on the latest day before, the run ends with exit code 3; 0 is never.",
        Max = 100
    )]
    public int WarnDropPercent { get; init; }

    [Setting(
        "history.warn_self_overlap_percent",
        "Where a system's lists share fewer of their first items with those of the latest day before, in percent, the run ends with exit code 3; 0 is never.",
        Max = 100
    )]
    public int WarnSelfOverlapPercent { get; init; }
}

/// <summary>What is too bad to be published, or to be silent about.</summary>
public sealed record QualitySettings
{
    [Setting("quality.warn_rejected_percent", "With more rejected rows than this in an input, the run ends with exit code 3.", Max = 100)]
    public int WarnRejectedPercent { get; init; } = 1;

    [Setting(
        "quality.max_rejected_percent",
        "With more rejected rows than this in an input, or more of its bytes in files of which no row was kept, nothing is published: exit code 4.",
        Max = 100
    )]
    public int MaxRejectedPercent { get; init; } = 20;

    [Setting("quality.min_users", "With fewer users with a list than this, nothing is published: exit code 4.")]
    public int MinUsers { get; init; } = 1;

    [Setting(
        "quality.min_known_percent",
        "With fewer of a system's delivered lists for known users, or of their places with known items, nothing is published: exit code 4.",
        Max = 100
    )]
    public int MinKnownPercent { get; init; } = 50;
}
