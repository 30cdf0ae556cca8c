using SparkReco.Sinks;

namespace SparkReco.Runs;

/// <summary>What happens in a run, for whoever watches it.</summary>
public abstract record RunEvent
{
    /// <summary>A stage begins: the first, the second and so on of those that the settings ask for.</summary>
    public sealed record StageStarted(string Stage, string Purpose, int Number, int Of) : RunEvent;

    public sealed record StageKept(string Stage, int Number, int Of) : RunEvent;

    public sealed record StageLeftOut(string Stage, string Reason) : RunEvent;

    public sealed record StageFinished(
        string Stage,
        int Number,
        int Of,
        TimeSpan Duration,
        IReadOnlyList<TableRecord> PublishedTables,
        IReadOnlyList<string> Notes
    ) : RunEvent;

    public sealed record ModelStarted(string Stage, string Model) : RunEvent;

    /// <summary>What is being done beside stages.</summary>
    public sealed record Doing(string What) : RunEvent;

    /// <summary>Part of the input is read.</summary>
    public sealed record Reading(string Input, long BytesDone, long BytesTotal) : RunEvent;

    public sealed record Publishing(string Table) : RunEvent;

    /// <summary>Rows of a table go to a sink.</summary>
    public sealed record Loading(string Sink, string Table, long RowsDone, long RowsTotal) : RunEvent;

    /// <summary>A sink has what the run published.</summary>
    public sealed record SinkFinished(SinkRecord Record) : RunEvent;

    /// <summary>Something that people should know and that ends nothing.</summary>
    public sealed record Told(string Text) : RunEvent;
}
