using SparkReco.Ports;

namespace SparkReco.ListSets;

/// <summary>Files, and what was found in their columns.</summary>
/// <param name="Name">The name of the system whose lists they are; of no system for what users did.</param>
/// <param name="Files">The files.</param>
/// <param name="Shape">Which columns hold what.</param>
public sealed record ListInput(string Name, TableFiles Files, TableShape Shape);
