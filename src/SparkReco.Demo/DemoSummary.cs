namespace SparkReco.Demo;

/// <summary>What was written, and the exact number of every planted flaw.</summary>
/// <param name="RunDate">The date between history and later behaviour.</param>
/// <param name="FirstEventDate">The first day with events.</param>
/// <param name="LastEventDate">The last day with events.</param>
/// <param name="RawFolder">Folder with <c>users.jsonl</c>, <c>items.csv</c> and <c>events/</c>.</param>
/// <param name="UserCount">Users with a valid row.</param>
/// <param name="ItemCount">Items with a valid row.</param>
/// <param name="EventCount">Valid events, each counted once, with the bot's.</param>
/// <param name="HistoryEventCount">Those of them before the run date.</param>
/// <param name="Files">Every file, paths relative to the demo folder with forward slashes.</param>
/// <param name="Flaws">Every planted flaw, one entry per file and kind.</param>
public sealed record DemoSummary(
    DateOnly RunDate,
    DateOnly FirstEventDate,
    DateOnly LastEventDate,
    string RawFolder,
    int UserCount,
    int ItemCount,
    int EventCount,
    int HistoryEventCount,
    IReadOnlyList<DemoFile> Files,
    IReadOnlyList<PlantedFlaw> Flaws
)
{
    /// <summary>Number of planted rows of one kind over all files.</summary>
    public int CountOf(FlawKind kind) => Flaws.Where(flaw => flaw.Kind == kind).Sum(flaw => flaw.Count);
}

/// <summary>One written file.</summary>
/// <param name="Path">Relative to the demo folder, with forward slashes.</param>
/// <param name="Rows">Data rows as a line reader counts them: without a CSV header, with flawed and cut lines.</param>
public sealed record DemoFile(string Path, int Rows);

/// <summary>Rows of one kind planted in one file.</summary>
/// <param name="File">Relative to the demo folder, with forward slashes.</param>
/// <param name="Kind">What is odd about the rows.</param>
/// <param name="Count">How many rows.</param>
public sealed record PlantedFlaw(string File, FlawKind Kind, int Count)
{
    /// <summary>What a careful reader does with such rows.</summary>
    public FlawFate Fate => FlawFates.Of(Kind);
}
