using System.Globalization;
using SparkReco.Runs;

namespace SparkReco.History;

/// <summary>The tables of the latest day before a run's that the lake has.</summary>
/// <param name="Generation">What was published for the day.</param>
/// <param name="Folder">A run of the day.</param>
internal sealed record EarlierRun(Generation Generation, RunFolder Folder)
{
    private const string Prefix = "run_date=";

    /// <summary>The tables of a run that are compared with its own; null where the lake has no earlier day.</summary>
    public static async Task<EarlierRun?> FindAsync(RunFolder folder, CancellationToken cancellation)
    {
        var files = await folder.Store.MatchAsync($"{Prefix}*.json", folder.Runs, cancellation);
        foreach (var day in files.Select(file => DayOf(file.Name)).Where(day => day < folder.RunDate).OfType<DateOnly>().OrderDescending())
        {
            var earlier = folder with { RunDate = day };
            if (await Generation.ReadAsync(earlier, cancellation) is { State: GenerationState.Published } generation)
                return new EarlierRun(generation, earlier with { RunId = generation.RunId });
        }

        return null;
    }

    private static DateOnly? DayOf(string name) =>
        DateOnly.TryParseExact(name[Prefix.Length..^".json".Length], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day
            : null;
}
