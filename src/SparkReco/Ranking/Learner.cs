using SparkReco.Configuration;
using SparkReco.Kernels;
using SparkReco.Ports;
using SparkReco.Tuning;

namespace SparkReco.Ranking;

/// <summary>What a ranker came to on windows before the run date.</summary>
/// <param name="Withheld">The group of features that it does not know; null where it knows all.</param>
/// <param name="IsOfPart">Whether it learned from a part of the lists, to see what a group of features adds.</param>
/// <param name="Windows">The windows.</param>
internal sealed record RankerTrials(FeatureGroup? Withheld, bool IsOfPart, IReadOnlyList<RankerTrial> Windows);

/// <summary>The trees for the run date, whom they serve, and what such trees came to before it.</summary>
internal sealed record Learned(Forest Forest, RankerGate Gate, IReadOnlyList<RankerTrials> Trials);

/// <summary>
/// Learns the ranker, and tries it first: on each of the latest windows before the run date, trees that were learned on the days before the window
/// stand beside the blend that would have been chosen then.
/// </summary>
/// <param name="trainer">Learns trees.</param>
/// <param name="windowOf">The window that begins on a day; null where the log does not reach back that far.</param>
/// <param name="settings">The run's.</param>
/// <param name="doing">Is told what is done.</param>
/// <param name="cancellation">Ends it.</param>
internal sealed class Learner(
    IRankingTrainer trainer,
    Func<DateOnly, TuningWindow?> windowOf,
    Settings settings,
    Action<string> doing,
    CancellationToken cancellation
)
{
    // Windows that a ranker learns from, half a window apart, a year back at most, and two of the same season a year before. Many of them: weeks
    // differ more than users do. The latest are most like those that come, so that fewer users of the others are looked at.
    private const int MostWindows = 25;
    private const int LatestWindows = 5;
    private const int PartOfOlder = 3;
    private const int WindowsOfYearBefore = 2;
    private const int Year = 364;

    private const int FewestTrials = 2;
    private const int MostTrials = 3;
    private const int FewestLists = 200;

    // What a group of features adds is seen well enough by one list of so many, at so much less cost.
    private const int PartOfLists = 3;

    private readonly int _horizon = settings.Evaluation.HorizonDays;

    /// <summary>Learns; or says why there is too little to learn from.</summary>
    /// <param name="search">The settings that were tried.</param>
    /// <param name="best">The one that the run takes.</param>
    public (Learned? Learned, string? Obstacle) Learn(Search search, Trial best)
    {
        var tried = best.Windows.Select(window => window.FirstDay).OrderDescending().ToArray();
        // The blend of a window is chosen on older ones.
        var judged = tried[..^1].Take(MostTrials).ToArray();
        if (judged.Length < FewestTrials)
            return (
                null,
                $"no ranker is learned: it is tried on {FewestTrials} windows of {_horizon} days with an older one before them, and the log has {judged.Length}"
            );
        Lesson[] lessons =
        [
            new(settings.RunDate, best.Candidate, new RankingExamples()),
            .. judged.Select(day => new Lesson(day, search.BestBefore(day).Candidate, new RankingExamples())),
        ];
        Gather(lessons);
        foreach (var lesson in lessons)
        {
            if (lesson.Examples.Lengths.Count < FewestLists)
                return (
                    null,
                    $"no ranker is learned: before {lesson.Day:yyyy-MM-dd}, {lesson.Examples.Lengths.Count} lists of users with a history have an item that was used, and {FewestLists} are needed"
                );
        }

        var part = lessons[1] with { Examples = lessons[1].Examples.OneOf(PartOfLists) };
        (Lesson Lesson, FeatureGroup? Withheld)[] tasks =
        [
            .. lessons.Select(lesson => (lesson, default(FeatureGroup?))),
            (part, null),
            .. Enum.GetValues<FeatureGroup>().Select(group => (part, (FeatureGroup?)group)),
        ];
        doing($"learning {tasks.Length} rankers");
        var forests = new Forest[tasks.Length];
        Workers.ForEach(
            tasks.Length,
            settings.Engine.ThreadCount,
            () => trainer,
            (trees, number) => forests[number] = trees.Train(tasks[number].Lesson.Examples, Features(tasks[number].Withheld), cancellation),
            cancellation
        );
        if (forests[0].Trees.Count == 0)
            return (null, "no ranker is learned: nothing that is known of candidates tells those that were used from the others");
        doing("trying the rankers");
        var blended = lessons.Skip(1).Select(Blended).ToArray();
        RankerTrials[] trials =
        [
            new(null, IsOfPart: false, [.. blended.Select((lists, index) => Try(lists, forests[index + 1]))]),
            .. tasks
                .Index()
                .Skip(lessons.Length)
                .Select(task => new RankerTrials(task.Item.Withheld, IsOfPart: true, [Try(blended[0], forests[task.Index])])),
        ];
        return (
            new Learned(forests[0], RankerGate.Of(trials[0].Windows, Math.Max(settings.Ranker.MinHistory, best.Candidate.Blend.MinHistory)), trials),
            null
        );
    }

    /// <summary>Fills the lessons, window by window: only one is held at a time beside those of the search.</summary>
    private void Gather(Lesson[] lessons)
    {
        var days = lessons.ToDictionary(lesson => lesson.Day, lesson => DaysBefore(lesson.Day).ToHashSet());
        foreach (var day in days.Values.SelectMany(some => some).Distinct().OrderDescending())
        {
            cancellation.ThrowIfCancellationRequested();
            if (windowOf(day) is not { } window)
                continue;
            doing($"looking back to {day:yyyy-MM-dd}");
            foreach (
                var group in lessons.Where(lesson => days[lesson.Day].Contains(day)).GroupBy(lesson => (lesson.Candidate, Part: PartOf(lesson, day)))
            )
            {
                var examples = window.Examples(group.Key.Candidate.ItemItem, group.Key.Candidate.Blend, group.Key.Part);
                foreach (var lesson in group)
                    lesson.Examples.Add(examples);
            }
        }
    }

    /// <summary>The first days of the windows that end before a day.</summary>
    private IEnumerable<DateOnly> DaysBefore(DateOnly day) =>
        Enumerable
            .Range(0, MostWindows)
            .Select(back => day.AddDays(-_horizon - (back * Step)))
            .Where(first => first >= day.AddDays(-Year))
            .Concat(Enumerable.Range(0, WindowsOfYearBefore).Select(later => day.AddDays((later * Step) - Year)))
            .Where(first => first.AddDays(_horizon) <= day);

    /// <summary>A window's examples for a lesson are those of one user of so many.</summary>
    private int PartOf(Lesson lesson, DateOnly first) => lesson.Day.DayNumber - first.DayNumber < _horizon + (LatestWindows * Step) ? 1 : PartOfOlder;

    private int Step => Math.Max(1, _horizon / 2);

    /// <summary>A lesson's day with what the blend's lists came to, beside which all rankers of the day are tried.</summary>
    private BlendedDay Blended(Lesson lesson)
    {
        var (window, itemItem, blend) = (windowOf(lesson.Day)!, lesson.Candidate.ItemItem, lesson.Candidate.Blend);
        return new BlendedDay(lesson, window, window.Try(itemItem, blend, cancellation), window.Judged, window.HistoryLengths(itemItem, blend));
    }

    private RankerTrial Try(BlendedDay day, Forest forest)
    {
        var (itemItem, blend) = (day.Lesson.Candidate.ItemItem, day.Lesson.Candidate.Blend);
        var ranked = day.Window.Try(itemItem, blend, cancellation, new Ranker(forest, blend.MinHistory));
        return new RankerTrial(
            day.Lesson.Day,
            [.. ranked.Select((value, user) => new RankedUser(day.Users[user], day.HistoryLengths[user], day.Values[user], value))]
        );
    }

    private static HashSet<int> Features(FeatureGroup? withheld) =>
        [.. Feature.All.Index().Where(feature => feature.Item.Group == withheld).Select(feature => feature.Index)];

    /// <summary>What may be learned for a day: the blend that was chosen for it, and examples of before.</summary>
    private sealed record Lesson(DateOnly Day, Candidate Candidate, RankingExamples Examples);

    /// <summary>The NDCG of each judged user's list by the blend, who that is, and how many items the user's history has.</summary>
    private sealed record BlendedDay(Lesson Lesson, TuningWindow Window, double[] Values, int[] Users, int[] HistoryLengths);
}
