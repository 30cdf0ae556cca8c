using SparkReco.Configuration;
using SparkReco.Kernels;
using SparkReco.Models;
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

    /// <summary>Tries settings and notes the best.</summary>
    public static async Task TuneAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings;
        var span = (await EventSpan.ReadAsync(context.Readable, settings, cancellation))[0];
        var (users, items) = await World.PeopleAndItemsAsync(ContextOf(context), cancellation);
        var parts = await PartsAsync(context, users, cancellation);
        var windows = await ReadWindowsAsync(context, span, users, items, parts, cancellation);
        List<object?[]> rows = [];
        if (windows.Count == 0)
        {
            context.Note(
                span.IsOfOneInstant
                    ? $"the log is too small to tune the baseline: all of it is of one time, and fewer than {FewestUsers} users have five items"
                    : $"the log is too short to tune the baseline: no {settings.Evaluation.HorizonDays} days before the run date have {FewestUsers} users who did something new"
            );
            if (settings.ItemItem == new ItemItemSettings() && settings.Blend == new BlendSettings { ListSize = settings.Blend.ListSize })
                context.Chosen = UntunedOf(settings, span.IsOfOneInstant, items.Categories.Count > 0);
        }
        else
        {
            // The lists of a run are made of all users, those of a window of a part of them perhaps.
            var mayTryEase =
                parts == 1 && windows.All(window => window.UsedItemCount <= MostItemsOfEase && Ease.Fits(window.UsedItemCount, settings));
            var search = new Search(windows, settings.ItemItem, settings.Blend, mayTryEase, cancellation);
            var best = search.Run();
            context.Chosen = new ChosenSettings(
                best.Candidate.ItemItem,
                best.Candidate.Blend,
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

        await context.WriteRowsAsync(Trials, rows, cancellation);
    }

    private static ChosenSettings UntunedOf(Settings settings, bool isTimeless, bool hasCategories) =>
        isTimeless
            ? new(Untuned.TimelessPairs(settings.ItemItem), Untuned.TimelessBlend(settings.Blend), Trials: [])
            : new(Untuned.Pairs(settings.ItemItem, hasCategories), Untuned.Blend(settings.Blend, hasCategories), Trials: []);

    /// <summary>Of many users some are enough, and of more events than fit into memory those of some: one of so many users is looked at.</summary>
    private static async Task<long> PartsAsync(StageContext context, Audience users, CancellationToken cancellation) =>
        1 + Math.Max(users.Count / MostUsers, await context.CountAsync("interactions", cancellation) / context.Settings.Engine.MostEventsInMemory);

    /// <summary>
    /// The latest windows that have enough users; each ends where the next begins, the last on the run date. Where all is of one instant, as where
    /// times are not known, one window of what is held out.
    /// </summary>
    private static async Task<IReadOnlyList<TuningWindow>> ReadWindowsAsync(
        StageContext context,
        LogSpan span,
        Audience users,
        Catalogue items,
        long parts,
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
        var model = ContextOf(context);
        var log =
            parts == 1
                ? await World.EventsAsync(model, cancellation)
                : await EventLog.ReadAsync(model.Tables, users, items, settings.Engine.ThreadCount, cancellation, parts);
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

    private static ModelContext ContextOf(StageContext context) =>
        new(context.Settings, new DeclaredTables(context.Engine, "tune", EngagementKernel.Reads), context.Memory);

    private sealed record LogSpan(DateOnly? FirstOn, bool IsOfOneInstant);
}
