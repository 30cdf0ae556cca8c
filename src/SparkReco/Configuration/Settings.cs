using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Configuration;

/// <summary>Everything a run is told, complete and validated. All weights are whole numbers.</summary>
public sealed record Settings
{
    /// <summary>The folder that relative paths begin at: the configuration file's.</summary>
    public required Location BaseFolder { get; init; }

    public required Location Lake { get; init; }

    /// <summary>The day of the run: models see what happened before it, the lists are judged by what happened from it on.</summary>
    public required DateOnly RunDate { get; init; }

    public required InputSettings Inputs { get; init; }

    public required EngineSettings Engine { get; init; }

    public required EligibilitySettings Eligibility { get; init; }

    public required EngagementSettings Engagement { get; init; }

    public required ItemItemSettings ItemItem { get; init; }

    public required BlendSettings Blend { get; init; }

    public required EvaluationSettings Evaluation { get; init; }

    public required ComparisonSettings Comparison { get; init; }

    public required QualitySettings Quality { get; init; }

    /// <summary>The settings as they are kept with what was made with them: where Spark is may hold a token, and is left out.</summary>
    public Settings ToRecord() => this with { Engine = Engine with { Spark = Engine.Spark with { Remote = "" } } };
}

/// <summary>The raw files. <see cref="Personalize"/> is null where there are no lists of Amazon Personalize.</summary>
public sealed record InputSettings(
    SourceSettings Users, SourceSettings Items, SourceSettings Events, bool KeepRepeats, IReadOnlyList<string>? Personalize)
{
    /// <summary>The raw tables, each with its files.</summary>
    public IReadOnlyList<(RawTable Table, SourceSettings Source)> ByTable() => [(RawTable.Users, Users), (RawTable.Items, Items), (RawTable.Events, Events)];

    /// <summary>The files of Amazon Personalize's lists, if there are any.</summary>
    public SourceSettings? ListSource() => Personalize is { } paths ? new() { Key = "inputs.personalize", Paths = paths } : null;
}

/// <summary>The engine that runs the models.</summary>
public enum EngineName
{
    DuckDb,
    Spark,
}

/// <summary>The engine, and what the embedded one may use; zero threads are one for each core.</summary>
public sealed record EngineSettings(EngineName Name, int Threads, int MemoryMegabytes, SparkSettings Spark);

/// <summary>
/// Where Spark is, the command by which its executors start this program (<c>auto</c> is this program's own path), and the partitions after a
/// shuffle, where zero is by the size of the inputs.
/// </summary>
public sealed record SparkSettings(string Remote, string Reader, int ShufflePartitions);

public sealed record EligibilitySettings(int ActiveDays);

public sealed record EngagementSettings(
    int ClickPoints, int WatchMinutePoints, int LikePoints, int CompletePoints,
    int HalfLifeDays, int LookbackDays, int MaxPointsPerItemDay, int MaxPointsPerDay);

public sealed record ItemItemSettings(
    int HistorySize, int SeedSize, int Neighbors, int MinSupport, int UserExponent, int HistoryExponent, int TargetExponent);

public sealed record BlendSettings(
    int ListSize, int ItemItem, int Popularity, int Preference, int Recency, int MinHistory, int NewItemDays);

public sealed record EvaluationSettings(int HorizonDays, IReadOnlyList<int> Cutoffs);

public sealed record ComparisonSettings(int RboPersistence, int Resamples, int Seed, int ConfidencePercent);

public sealed record QualitySettings(int WarnRejectedPercent, int MaxRejectedPercent, int MinUsers);
