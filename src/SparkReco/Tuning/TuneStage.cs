using SparkReco.Configuration;
using SparkReco.Kernels;
using SparkReco.Models;
using SparkReco.Ranking;
using SparkReco.Runs;
using static SparkReco.Models.Columns;

namespace SparkReco.Tuning;

/// <summary>
/// Chooses the baseline's settings on the weeks before the run date. The first day of each window stands for the run date, and what the users did in
/// the window judges the lists. The weeks that will judge the run's lists are never looked at.
/// </summary>
internal static class TuneStage
{
    // Several windows are better than one, for weeks differ; and more where they have few users.
    private const int FewestWindows = 3;
    private const int MostWindows = 4;
    private const int EnoughUsers = 3000;

    // Which settings are best changes little beyond so many.
    private const int MostUsers = 60_000;
    private const int FewestUsers = 50;

    // Inverting the matrix of more items takes minutes.
    private const int MostItemsOfEase = 6000;

    private static readonly Query<LogSpan> EventSpan = new("Tuning/event_span.sql");

    /// <summary>Every setting that was tried, with what it came to.</summary>
    public static Model Trials { get; } =
        new()
        {
            Name = "tuning",
            Room = "Tuning",
            Grain = "a setting that was tried, and a window before the run date; or all windows together",
            Columns = [TrialNumber, Step, Setting, JudgedFrom, UserCount, MetricValue.As(ColumnType.Double), CiLow, CiHigh, IsChosen],
            Key = ["trial", "judged_from"],
            IsFilledByWork = true,
        };

    /// <summary>Tries settings and notes the best, and learns the ranker for them; or takes both from an earlier run.</summary>
    public static async Task TuneAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings;
        var tuned =
            settings.Ranker.Mode == RankerMode.Reuse && await EarlierRanker.FindAsync(context, cancellation) is { } earlier
                ? new Tuned(earlier.Chosen, Rows: [], RankerRows: [], earlier.Forest, earlier.LearnedOn)
                : await SearchAsync(context, cancellation);
        var chosen = tuned.Chosen with { RankerId = tuned.Forest is null ? null : RankerTables.IdOf(tuned.Forest) };
        context.Chosen = chosen;
        await context.WriteRowsAsync(Trials, tuned.Rows, cancellation);
        await context.WriteRowsAsync(RankerTables.Trials, tuned.RankerRows, cancellation);
        await context.WriteRowsAsync(
            RankerTables.Trees,
            tuned.Forest is null ? [] : [.. RankerTables.RowsOf(tuned.Forest, tuned.LearnedOn, FeatureDefinitions.HashOf(chosen.In(settings)))],
            cancellation
        );
    }

    /// <summary>What the stage found: the choice, the rows of what was tried, and the trees, if any serve.</summary>
    private sealed record Tuned(
        ChosenSettings Chosen,
        IReadOnlyList<object?[]> Rows,
        IReadOnlyList<object?[]> RankerRows,
        Forest? Forest,
        DateOnly LearnedOn
    );

    private static async Task<Tuned> SearchAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings;
        ChosenSettings chosen;
        Learned? learned = null;
        var span = (await EventSpan.ReadAsync(context.Readable, settings, cancellation))[0];
        var (users, items) = await World.PeopleAndItemsAsync(ContextOf(context), cancellation);
        var parts = PartsOf(span, settings);
        // Read once, when it is clear that it is needed.
        var log = new Lazy<Task<EventLog>>(() => ReadLogAsync(context, users, items, parts, cancellation));
        var windows = await ReadWindowsAsync(context, span, users, items, log, cancellation);
        List<object?[]> rows = [];
        if (windows.Count == 0)
        {
            context.Note(
                span.IsOfOneInstant
                    ? $"the log is too small to tune the baseline, and to learn a ranker: all of it is of one time, and fewer than {FewestUsers} users have five items"
                    : $"the log is too short to tune the baseline: no {settings.Evaluation.HorizonDays} days before the run date, with as many before them, have {FewestUsers} users who did something new; nor is a ranker learned"
            );
            chosen =
                settings.ItemItem == new ItemItemSettings() && settings.Blend == new BlendSettings { ListSize = settings.Blend.ListSize }
                    ? UntunedOf(settings, span.IsOfOneInstant, items.Categories.Count > 0)
                    : new(settings.ItemItem, settings.Blend, Unranked, Trials: []);
        }
        else
        {
            // The lists of a run are made of all users, those of a window of a part of them perhaps.
            var mayTryEase =
                parts == 1 && windows.All(window => window.UsedItemCount <= MostItemsOfEase && Ease.Fits(window.UsedItemCount, settings));
            var search = new Search(windows, settings.ItemItem, settings.Blend, mayTryEase, cancellation);
            var best = search.Run();
            if (settings.Ranker.Mode == RankerMode.Off)
                context.Note("no ranker is learned, and the blend orders the candidates: 'ranker.mode' is 'off'");
            else if (span.IsOfOneInstant)
                context.Note("no ranker is learned: all events are of one time, so that none came after others");
            else
                learned = await LearnAsync(context, span, search, best, windows, users, items, log, parts, cancellation);
            chosen = new ChosenSettings(
                best.Candidate.ItemItem,
                best.Candidate.Blend,
                learned?.Gate.MinHistory is { } least ? settings.Ranker with { MinHistory = least } : Unranked,
                [
                    .. search.Trials.Select(trial => new TrialRecord(
                        trial.Step,
                        trial.Candidate.Name,
                        trial.Mean,
                        trial.Low,
                        trial.High,
                        trial == best
                    )),
                ]
            );
            foreach (var (number, trial) in search.Trials.Index())
            {
                foreach (var window in trial.Windows)
                    rows.Add(Row($"{window.FirstDay:yyyy-MM-dd}", window.Users, window.Mean, window.Low, window.High));
                rows.Add(Row("all", trial.Windows.Sum(window => window.Users), trial.Mean, trial.Low, trial.High));

                object?[] Row(string window, long users, double mean, double low, double high) =>
                    [number + 1, trial.Step, trial.Candidate.Name, window, users, mean, low, high, trial == best];
            }
        }

        return new Tuned(
            chosen,
            rows,
            learned is null ? [] : [.. RankerTables.RowsOf(learned)],
            learned?.Gate.MinHistory is null ? null : learned.Forest,
            settings.RunDate
        );
    }

    /// <summary>Learns the ranker; null where that can't be done, which is noted.</summary>
    private static async Task<Learned?> LearnAsync(
        StageContext context,
        LogSpan span,
        Search search,
        Trial best,
        IReadOnlyList<TuningWindow> windows,
        Audience users,
        Catalogue items,
        Lazy<Task<EventLog>> events,
        long parts,
        CancellationToken cancellation
    )
    {
        var trainer = context.Ports.Trainer ?? throw new InvalidOperationException("a ranker is learned without a trainer");
        if (trainer.Obstacle is { } missing)
        {
            context.Note($"no ranker is learned, and the blend orders the candidates: {missing}");
            context.Lacked = "what learns the ranker";
            return null;
        }

        var settings = context.Settings;
        var log = await events.Value;
        var known = windows.ToDictionary(window => window.FirstDay);
        var learner = new Learner(
            trainer,
            day =>
                known.GetValueOrDefault(day)
                ?? (
                    span.FirstOn <= day.AddDays(-settings.Evaluation.HorizonDays)
                        ? TuningWindow.Of(log, users, items.On(day), settings with { RunDate = day }, cancellation)
                        : null
                ),
            settings,
            text => context.Ports.Progress.Report(new RunEvent.Doing(text)),
            cancellation
        );
        var (learned, obstacle) = learner.Learn(search, best);
        context.Note(obstacle is null ? [] : [obstacle]);
        if (learned is null)
            return null;
        context.Note(learned.Gate.Words());
        return learned with { Forest = learned.Forest.ForMoreUsers(parts) };
    }

    /// <summary>The choice of the blend's order.</summary>
    private static RankerSettings Unranked { get; } = new() { Mode = RankerMode.Off };

    private static ChosenSettings UntunedOf(Settings settings, bool isTimeless, bool hasCategories) =>
        isTimeless
            ? new(Untuned.TimelessPairs(settings.ItemItem), Untuned.TimelessBlend(settings.Blend), Unranked, Trials: [])
            : new(Untuned.Pairs(settings.ItemItem, hasCategories), Untuned.Blend(settings.Blend, hasCategories), Unranked, Trials: []);

    /// <summary>
    /// Of many users who did something some are enough, and of more events than fit into memory those of some: one of so many users is looked at.
    /// </summary>
    private static long PartsOf(LogSpan span, Settings settings) =>
        1 + Math.Max(span.UserCount / MostUsers, span.EventCount / settings.Engine.MostEventsInMemory);

    /// <summary>
    /// The latest windows that have enough users; each ends where the next begins, the last on the run date. Where all is of one instant, as where
    /// times are not known, one window of what is held out.
    /// </summary>
    private static async Task<IReadOnlyList<TuningWindow>> ReadWindowsAsync(
        StageContext context,
        LogSpan span,
        Audience users,
        Catalogue items,
        Lazy<Task<EventLog>> events,
        CancellationToken cancellation
    )
    {
        var settings = context.Settings;
        var horizon = settings.Evaluation.HorizonDays;
        DateOnly[] days =
        [
            .. Enumerable
                .Range(1, MostWindows)
                .Select(back => settings.RunDate.AddDays(-back * horizon))
                .Where(day => span.FirstOn <= day.AddDays(-horizon)),
        ];
        if (days.Length == 0 && !span.IsOfOneInstant)
            return [];
        var log = await events.Value;
        if (span.IsOfOneInstant)
            return Enough([TuningWindow.HeldOut(log, users, items, settings, cancellation)]);
        List<TuningWindow> windows = [];
        foreach (var day in days)
        {
            if (windows.Count < FewestWindows || windows.Sum(window => window.UserCount) < EnoughUsers)
                windows.Add(TuningWindow.Of(log, users, items.On(day), settings with { RunDate = day }, cancellation));
        }

        return Enough(windows);

        static IReadOnlyList<TuningWindow> Enough(List<TuningWindow> windows) => [.. windows.Where(window => window.UserCount >= FewestUsers)];
    }

    /// <summary>The events of all users, which later stages need, too, or of one of so many.</summary>
    private static Task<EventLog> ReadLogAsync(StageContext context, Audience users, Catalogue items, long parts, CancellationToken cancellation)
    {
        var model = ContextOf(context);
        return parts == 1
            ? World.EventsAsync(model, cancellation)
            : EventLog.ReadAsync(model.Tables, users, items, context.Settings.RunDate, context.Settings.Engine.ThreadCount, cancellation, parts);
    }

    private static ModelContext ContextOf(StageContext context) =>
        new(context.Settings, new DeclaredTables(context.Engine, "tune", EngagementKernel.Reads), context.Memory);

    private sealed record LogSpan(DateOnly? FirstOn, bool IsOfOneInstant, long EventCount, long UserCount);
}
