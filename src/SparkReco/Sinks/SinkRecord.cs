using System.Text.Json.Serialization;
using SparkReco.Ports;

namespace SparkReco.Sinks;

/// <summary>What a run brought to a sink, as its folder keeps it.</summary>
/// <param name="Sink">The sink's name in the configuration.</param>
/// <param name="Database">The database.</param>
/// <param name="Content">The hash of what was published.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="FinishedAt">When.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Tables">The tables and their rows.</param>
public sealed record SinkRecord(
    string Sink,
    string Database,
    string Content,
    [property: JsonConverter(typeof(JsonStringEnumConverter<SinkOutcome>))] SinkOutcome Outcome,
    DateTimeOffset FinishedAt,
    double Seconds,
    IReadOnlyDictionary<string, long> Tables
);
