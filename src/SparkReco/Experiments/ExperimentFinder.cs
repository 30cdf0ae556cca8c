using SparkReco.Models;

namespace SparkReco.Experiments;

/// <summary>What the sources in the log are to each other.</summary>
public static class ExperimentKind
{
    /// <summary>Each user saw one source: differences between the arms are due to it.</summary>
    public const string AbTest = "ab_test";

    /// <summary>Users saw both on the same days, side by side or mixed.</summary>
    public const string Interleaved = "interleaved";

    /// <summary>Users saw both, on different days.</summary>
    public const string Mixed = "mixed";

    /// <summary>Neither: who saw what had reasons that the log doesn't tell.</summary>
    public const string Observational = "observational";
}

/// <summary>
/// Finds the experiments in a log: for each source beside the control, what kind of experiment it is and when it began. A test begins on the first
/// day on which both sources were shown and from which on almost nobody of those who came back saw both. Where nobody came back, nothing is known.
/// </summary>
public static class ExperimentFinder
{
    /// <summary>The name of the control where a log has it; else it is the source that was shown first.</summary>
    public const string UsualControl = "baseline";

    // Of the users who came back, or saw both at once, those who may have seen both in a test: people share accounts, and caches are stale.
    private const double MostMixed = 0.1;

    // Of the users since both were shown, and of those who came back, a test must have so many: on its last day alone a log always looks like one.
    private const double LeastTested = 0.2;

    private const double Half = 0.5;
    private const int DaysBefore = 28;
    private const int MostLooks = 12;

    /// <summary>A day of a pair of sources: see <c>pair_days.sql</c>.</summary>
    internal sealed record PairDay(
        string First,
        string Second,
        DateOnly Day,
        long Users,
        long Both,
        long FirstUsers,
        long SecondUsers,
        long Last,
        long LastBoth,
        long LastReturn
    )
    {
        /// <summary>Whether both sources were shown to one in a hundred users, or more.</summary>
        public bool ShowsBoth => Math.Min(FirstUsers, SecondUsers) is > 0 and var lesser && lesser * 100 >= Users;
    }

    /// <summary>The rows of <c>experiments</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> FindAsync(ModelContext context, CancellationToken cancellation)
    {
        var sources = await context.Tables.ReadAsync(
            "select source, user_count from shown_sources",
            row => (Name: row.GetString(0), Users: row.GetInt64(1)),
            cancellation
        );
        var days = await context.Tables.ReadAsync(
            "select first_source, second_source, day, user_count, both_count, first_count, second_count, last_count, last_both_count, last_return_count from pair_days",
            row => new PairDay(
                row.GetString(0),
                row.GetString(1),
                DateOnly.FromDateTime(row.GetDateTime(2)),
                row.GetInt64(3),
                row.GetInt64(4),
                row.GetInt64(5),
                row.GetInt64(6),
                row.GetInt64(7),
                row.GetInt64(8),
                row.GetInt64(9)
            ),
            cancellation
        );
        if (sources.Count < 2)
            return [];
        var control = ControlOf(sources, days);
        return
        [
            .. days.GroupBy(day => (day.First, day.Second))
                .Where(pair => pair.Key.First == control || pair.Key.Second == control)
                .OrderBy(pair => pair.Key.First, StringComparer.Ordinal)
                .ThenBy(pair => pair.Key.Second, StringComparer.Ordinal)
                .Select(pair => RowOf(control, pair.Key.First == control ? pair.Key.Second : pair.Key.First, [.. pair.OrderBy(day => day.Day)])),
        ];
    }

    /// <summary>The kind of a pair of sources, and the first day that belongs to it.</summary>
    internal static (string Kind, DateOnly FirstOn) Recognise(IReadOnlyList<PairDay> days)
    {
        var shared = days.Where(day => day.ShowsBoth).ToArray();
        if (shared.Length == 0)
            return (ExperimentKind.Observational, days[0].Day);
        var since = days.Where(day => day.Day >= shared[0].Day).ToArray();
        foreach (var start in shared)
        {
            var rest = days.Where(day => day.Day >= start.Day).ToArray();
            if (
                rest.Sum(day => day.LastReturn) is > 0 and var returned
                && rest.Sum(day => day.LastBoth) <= MostMixed * returned
                && IsMuchOf(day => day.Last)
                && IsMuchOf(day => day.LastReturn)
            )
                return (ExperimentKind.AbTest, start.Day);

            bool IsMuchOf(Func<PairDay, long> users) => rest.Sum(users) >= LeastTested * since.Sum(users);
        }

        return (
            since.Sum(day => day.Both) >= Half * since.Sum(day => day.Users) ? ExperimentKind.Interleaved
            : since.Sum(day => day.LastReturn) is > 0 and var all && since.Sum(day => day.LastBoth) >= Half * all ? ExperimentKind.Mixed
            : ExperimentKind.Observational,
            shared[0].Day
        );
    }

    private static object?[] RowOf(string control, string treatment, PairDay[] days)
    {
        var (kind, firstOn) = Recognise(days);
        var lastOn = days[^1].Day;
        var length = lastOn.DayNumber - firstOn.DayNumber + 1;
        return
        [
            control,
            treatment,
            kind,
            kind != ExperimentKind.AbTest,
            firstOn.AddDays(-DaysBefore),
            firstOn,
            lastOn,
            7 * ((length + (7 * MostLooks) - 1) / (7 * MostLooks)),
        ];
    }

    private static string ControlOf(IReadOnlyList<(string Name, long Users)> sources, IReadOnlyList<PairDay> days)
    {
        if (sources.Any(source => source.Name == UsualControl))
            return UsualControl;
        var firstDays = days.Where(day => day.FirstUsers > 0)
            .Select(day => (Name: day.First, day.Day))
            .Concat(days.Where(day => day.SecondUsers > 0).Select(day => (Name: day.Second, day.Day)))
            .GroupBy(day => day.Name)
            .ToDictionary(source => source.Key, source => source.Min(day => day.Day));
        return sources
            .Where(source => firstDays.ContainsKey(source.Name))
            .OrderBy(source => firstDays[source.Name])
            .ThenByDescending(source => source.Users)
            .ThenBy(source => source.Name, StringComparer.Ordinal)
            .First()
            .Name;
    }
}
