using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Models;
using SparkReco.Models.Baseline;
using SparkReco.Models.History;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.History;

/// <summary>
/// Looks what changed since the run before: of the latest earlier day that the lake has, the lists and the figures are laid beside the run's own.
/// A run whose earlier day is published anew later keeps what it saw.
/// </summary>
public static class HistoryStage
{
    /// <summary>The name of the number of alerts in the stage's record.</summary>
    internal const string Alerts = "alerts";

    private const string PublishedLists = "published_lists";
    private const string PublishedFigures = "published_figures";

    internal static readonly Query<EarlierPlace> ListsQuery = new("History/Queries/earlier_lists.sql");
    internal static readonly Query<EarlierFigure> FiguresQuery = new("History/Queries/earlier_figures.sql");
    internal static readonly Query<Churn> Churns = new("History/Queries/churn.sql");
    internal static readonly Query<Drop> Drops = new("History/Queries/drops.sql");

    internal sealed record EarlierPlace(DateOnly EarlierRunDate, string System, string UserId, int Rank, string ItemId);

    internal sealed record EarlierFigure(DateOnly EarlierRunDate, string System, string Figure, int K, int JudgedDays, double FigureValue);

    /// <summary>How alike a system's lists are to its own of the day before.</summary>
    internal sealed record Churn(string System, DateOnly EarlierRunDate, long Users, double SelfOverlap);

    /// <summary>A headline figure of a system, then and now.</summary>
    internal sealed record Drop(string System, string Figure, DateOnly EarlierRunDate, double Earlier, double Now);

    /// <summary>The lists of the day before, cut at the length that headlines speak of.</summary>
    internal static readonly Model EarlierLists = OfEarlier(
        "earlier_lists",
        [Columns.EarlierRunDate, Columns.System, Columns.UserId, Columns.Rank, Columns.ItemId]
    );

    /// <summary>The figures of the day before.</summary>
    internal static readonly Model EarlierFigures = OfEarlier(
        "earlier_figures",
        [Columns.EarlierRunDate, Columns.System, Columns.Figure, Columns.FigureK, Columns.JudgedDays, Columns.FigureValue]
    );

    /// <summary>Takes over what the day before has, and keeps which settings are others now.</summary>
    public static async Task ReadEarlierAsync(StageContext context, CancellationToken cancellation)
    {
        var earlier = await EarlierRun.FindAsync(context.Folder, cancellation);
        try
        {
            await CopyAsync(context, earlier, EarlierLists, ListsQuery, PublishedLists, Recommendations.Model, cancellation);
            await CopyAsync(context, earlier, EarlierFigures, FiguresQuery, PublishedFigures, RunHistory.Model, cancellation);
        }
        catch (Exception error) when (error is EngineException or IOException)
        {
            context.Note(
                $"what the lake has of {earlier!.Folder.RunDate:yyyy-MM-dd} can't be read, and nothing is compared with it: {error.Message}"
            );
            await context.Folder.Store.DeleteAsync(context.Folder.Staged(EarlierLists), cancellation, below: context.Folder.Path);
            await context.Folder.Store.DeleteAsync(context.Folder.Staged(EarlierFigures), cancellation, below: context.Folder.Path);
            earlier = null;
        }

        var changes = earlier is null ? [] : SettingDifferences.Of(earlier.Generation.Settings, context.AllSettings);
        await context.WriteRowsAsync(
            SettingChanges.Model,
            [.. changes.Select(change => new object?[] { change.Setting, change.Earlier, change.Now })],
            cancellation
        );
    }

    /// <summary>Notes what changed by more than the settings allow.</summary>
    public static async Task FindAlertsAsync(StageContext context, CancellationToken cancellation)
    {
        var thresholds = context.Settings.History;
        List<string> alerts = [];
        foreach (var churn in await Churns.ReadAsync(context.Readable, context.Settings, cancellation))
        {
            var share = 100 * churn.SelfOverlap;
            if (share < thresholds.WarnSelfOverlapPercent)
                alerts.Add(
                    $"the lists of {churn.System} share {share:0.0} % of their first items with those of {churn.EarlierRunDate:yyyy-MM-dd}, less than 'history.warn_self_overlap_percent' = {thresholds.WarnSelfOverlapPercent}"
                );
        }

        string[] systems = [Systems.Baseline, .. Systems.OfLists(context.Settings)];
        foreach (var drop in await Drops.ReadAsync(context.Readable, context.Settings, cancellation))
        {
            if (
                !systems.Contains(drop.System)
                || MetricList.All.FirstOrDefault(metric => metric.Name == drop.Figure) is not { Headline: not null } metric
                || drop.Earlier <= 0
            )
                continue;
            var percent = -100 * metric.Gain(drop.Now - drop.Earlier) / drop.Earlier;
            if (thresholds.WarnDropPercent > 0 && percent > thresholds.WarnDropPercent)
                alerts.Add(
                    $"{metric.Title} of {drop.System} is worse by {percent:0.0} % than on {drop.EarlierRunDate:yyyy-MM-dd}, more than 'history.warn_drop_percent' = {thresholds.WarnDropPercent}"
                );
        }

        context.Counts[Alerts] = alerts.Count;
        context.Note(alerts);
    }

    private static Model OfEarlier(string name, IReadOnlyList<Column> columns) =>
        new()
        {
            Name = name,
            Room = "History",
            Grain = "see the columns",
            Columns = columns,
            Lifetime = Lifetime.Run,
            IsFilledByWork = true,
            IsLarge = true,
        };

    private static async Task CopyAsync(
        StageContext context,
        EarlierRun? earlier,
        Model target,
        Query query,
        string name,
        Model published,
        CancellationToken cancellation
    )
    {
        if (earlier is null)
            return;
        List<TableFolder> parts = [];
        foreach (var table in earlier.Generation.Tables.Where(table => PublishedTables.NameOf(table) == published.Name))
        {
            if (Pipeline.Published(table.Id) is not { } part)
                continue;
            var files = await PublishedTables.FilesAsync(earlier.Generation, earlier.Folder, table, part, cancellation);
            parts.Add(new TableFolder(earlier.Folder.Published(part), files, part.System));
        }

        if (parts.Count == 0)
            return;
        await context.Engine.RegisterAsync(name, published.Schema, parts, cancellation);
        var day = ("earlier_run_date", Sql.SqlLiteral.Of(earlier.Folder.RunDate));
        var sql = ModelParameters.Fill(query.Path, query.ReadSql(), context.Settings, [day]);
        await context.Engine.WriteAsync(sql, context.Folder.Staged(target), $"{context.FileName}-0", cancellation);
        await context.Engine.DropAsync(name, cancellation);
    }
}
