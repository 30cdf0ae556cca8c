using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>What a run may use of the world. The command line fills it in; nothing in a run reaches for anything else.</summary>
/// <param name="Engine">Runs the models.</param>
/// <param name="Stores">Where the lake and the raw files are.</param>
/// <param name="Clock">Tells the time.</param>
/// <param name="Progress">Is told what happens.</param>
/// <param name="Log">Is told what people need not see, but may want to: retries, detours, leftovers.</param>
/// <param name="Databases">The databases that the settings name.</param>
/// <param name="Personalize">Amazon Personalize, or a service in its place; null where the settings drive none.</param>
/// <param name="Trainer">Learns the ranker.</param>
public sealed record RunPorts(
    IEngine Engine,
    Stores Stores,
    TimeProvider Clock,
    IProgress<RunEvent> Progress,
    Action<string> Log,
    IDatabases? Databases = null,
    IPersonalize? Personalize = null,
    IRankingTrainer? Trainer = null
);
