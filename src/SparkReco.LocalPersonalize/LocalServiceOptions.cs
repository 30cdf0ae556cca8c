using SparkReco.LocalPersonalize.Training;
using SparkReco.Storage;

namespace SparkReco.LocalPersonalize;

/// <summary>Trains a model; <see cref="Trainer.Train"/> in all but tests.</summary>
public delegate TrainedModel TrainModel(
    string recipe,
    TrainingData data,
    IReadOnlyDictionary<string, string> hyperParameters,
    IProgress<double>? progress,
    CancellationToken cancellation
);

/// <summary>How a local Personalize is to be.</summary>
public sealed record LocalServiceOptions
{
    /// <summary>The folder of this machine in which all that it knows is kept. One service uses it at a time.</summary>
    public required string State { get; init; }

    /// <summary>Where files of <c>s3://</c> are.</summary>
    public required Stores Stores { get; init; }

    /// <summary>A folder of this machine below which <c>s3://BUCKET/KEY</c> is the file <c>BUCKET/KEY</c>; null where S3 itself is asked.</summary>
    public string? Buckets { get; init; }

    /// <summary>Folders of this machine whose files requests may name as <c>s3://localhost/PATH</c>; no others are read or written.</summary>
    public IReadOnlyList<string> OpenFolders { get; init; } = [];

    /// <summary>The port on 127.0.0.1; 0 is any that is free.</summary>
    public int Port { get; init; }

    /// <summary>How fast resources become ready.</summary>
    public Pace Pace { get; init; } = Pace.Instant;

    /// <summary>The secrets that requests may be signed with, by access key.</summary>
    public IReadOnlyDictionary<string, string> Credentials { get; init; } = new Dictionary<string, string> { ["local"] = "local" };

    /// <summary>What goes wrong on purpose.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;

    /// <summary>The clock of resources: their times and statuses.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>The clock that the times of signatures are held against.</summary>
    public TimeProvider SignatureClock { get; init; } = TimeProvider.System;

    public string Region { get; init; } = "us-east-1";

    public string Account { get; init; } = "000000000000";

    /// <summary>Trains the solution versions.</summary>
    public TrainModel Train { get; init; } = Trainer.Train;

    /// <summary>Reads a model that was saved.</summary>
    public Func<Stream, TrainedModel> Load { get; init; } = Trainer.Load;

    /// <summary>Is told what the service does; never of ids of users.</summary>
    public Action<string> Log { get; init; } = _ => { };
}
