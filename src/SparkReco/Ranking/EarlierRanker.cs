using SparkReco.History;
using SparkReco.Models;
using SparkReco.Runs;

namespace SparkReco.Ranking;

/// <summary>The ranker of the run before, with the settings that it was learned for.</summary>
internal sealed record EarlierRanker(Forest Forest, DateOnly LearnedOn, ChosenSettings Chosen)
{
    private const string Name = "earlier_trees";

    /// <summary>The ranker of the latest earlier day; null where it has none, or one that is too old, which is noted.</summary>
    public static async Task<EarlierRanker?> FindAsync(StageContext context, CancellationToken cancellation)
    {
        var settings = context.Settings;
        if (await EarlierRun.FindAsync(context.Folder, cancellation) is not { } earlier)
            return Without("the lake has no earlier run");
        var day = $"{earlier.Folder.RunDate:yyyy-MM-dd}";
        if (earlier.Generation.Tables.FirstOrDefault(table => table.Id == RankerTables.Trees.Id) is not { RowCount: > 0 } table)
            return Without($"the run of {day} has none");
        Forest forest;
        (DateOnly LearnedOn, string FeatureHash) about;
        try
        {
            var files = await PublishedTables.FilesAsync(earlier.Generation, earlier.Folder, table, RankerTables.Trees, cancellation);
            var folder = new Ports.TableFolder(earlier.Folder.Published(RankerTables.Trees), files, System: null);
            await context.Engine.RegisterAsync(Name, RankerTables.Trees.Schema, [folder], cancellation);
            forest = await RankerTables.ReadAsync(context.Engine, Name, cancellation);
            about = (
                await context.Engine.ReadAsync(
                    $"select max(learned_on) as learned_on, max(feature_hash) as feature_hash from {Name}",
                    row => (DateOnly.FromDateTime(row.GetDateTime(0)), row.GetString(1)),
                    cancellation
                )
            )[0];
            await context.Engine.DropAsync(Name, cancellation);
        }
        catch (Exception error) when (error is Ports.EngineException or IOException)
        {
            return Without($"that of {day} can't be read ({error.Message})");
        }

        var age = settings.RunDate.DayNumber - about.LearnedOn.DayNumber;
        if (age > settings.Ranker.MaxAgeDays)
            return Without($"that of {day} was learned {age} days ago, and 'ranker.max_age_days' is {settings.Ranker.MaxAgeDays}");
        var then = earlier.Generation.Settings;
        var chosen = new ChosenSettings(
            then.ItemItem,
            then.Blend with
            {
                ListSize = settings.Blend.ListSize,
            },
            settings.Ranker with
            {
                MinHistory = Math.Max(then.Ranker.MinHistory, settings.Ranker.MinHistory),
            },
            Trials: []
        );
        if (about.FeatureHash != FeatureDefinitions.HashOf(chosen.In(settings)))
            return Without(
                $"that of {day} was learned from features that are made otherwise now, by another version of the program, with other settings of 'engagement' or for another 'evaluation.horizon_days'"
            );
        context.Note($"the ranker was learned for {about.LearnedOn:yyyy-MM-dd}, and is used again with the settings of {day}");
        return new EarlierRanker(forest, about.LearnedOn, chosen);

        EarlierRanker? Without(string reason)
        {
            context.Note($"a ranker is learned, for there is none to use again: {reason}");
            return null;
        }
    }
}
