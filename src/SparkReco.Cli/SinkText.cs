using SparkReco.Ports;
using SparkReco.Sinks;

namespace SparkReco.Cli;

/// <summary>What became of a run in a sink, for people.</summary>
internal static class SinkText
{
    public static string Describe(SinkRecord record) =>
        record.Outcome switch
        {
            SinkOutcome.TooOld => "left out: its run date is longer before the latest one there than 'keep_days' allows",
            SinkOutcome.Unchanged => $"there before: {TablesOf(record)}",
            _ => TablesOf(record),
        };

    private static string TablesOf(SinkRecord record) => string.Join(", ", record.Tables.Select(table => $"{table.Key} {table.Value:N0}"));
}
