using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Reports;
using SparkReco.Runs;

namespace SparkReco.Cli.Commands;

/// <summary>One item: where each system puts it and for whom, and who took it up later.</summary>
internal static class ShowItem
{
    /// <exception cref="ConfigurationException">There is no such item.</exception>
    public static async Task WriteAsync(ShowCommand.Shown shown, string item, CancellationToken cancellation)
    {
        var settings = shown.Settings;
        var view =
            await shown.Lake.ReadAsync(() => ItemView.ReadAsync(item, settings, shown.Lake.Engine, cancellation))
            ?? throw new ConfigurationException($"there is no item '{item}' in the tables of {settings.RunDate:yyyy-MM-dd}");
        var places = view.Places.Where(place => shown.Systems.Contains(place.System)).ToArray();
        if (shown.IsJson)
        {
            await shown.Terminal.Output.WriteLineAsync(
                Json.Text(
                    new
                    {
                        shown.Lake.Generation.RunId,
                        ItemId = item,
                        view.About.Title,
                        view.About.ContentType,
                        view.About.Category,
                        view.About.PublishedOn,
                        view.About.IsAvailable,
                        K = settings.Evaluation.MainCutoff,
                        Places = places,
                        view.Uses,
                    }
                )
            );
            return;
        }

        var console = shown.Terminal.Data;
        var about = view.About;
        console.WriteText(
            $"Item {VisibleText.Of(item)}: {VisibleText.Of(about.Title)}, {about.ContentType}, {VisibleText.Of(about.Category)}, published {about.PublishedOn}, {(about.IsAvailable ? "on offer" : "not available")}"
        );
        shown.WriteSource();
        console.WriteText("");
        var k = settings.Evaluation.MainCutoff;
        List<string[]> rows =
        [
            ["", "users", $"first {k}", "mean place", "hits", "minutes"],
        ];
        foreach (var system in shown.Systems)
        {
            var tiers = places.Where(place => place.System == system).ToArray();
            rows.Add(Row(VisibleText.Of(shown.Heading(system)), tiers));
            if (tiers.Length > 1)
                rows.AddRange(tiers.Select(place => Row($"  {place.Tier} users", place)));
        }

        ComparisonText.Write(console, rows);
        console.WriteText("");
        console.WriteText(
            $"Users have the item anywhere in their list, hits are those of the first {k} places who took it up in the days judged and had not before; minutes are theirs."
        );
        console.WriteText(
            view.Uses.Count == 0
                ? "Nobody used it, before or later."
                : $"All users: {view.Uses.Sum(use => use.EarlierUsers):N0} had it before {settings.RunDate:yyyy-MM-dd}; {view.Uses.Sum(use => use.LaterUsers):N0} took it up later ({string.Join(", ", view.Uses.Select(use => $"{use.LaterUsers:N0} {use.Tier}"))}), {view.Uses.Sum(use => use.LaterSeconds) / 60d:N0} minutes."
        );
    }

    private static string[] Row(string name, params ItemView.Place[] places)
    {
        var users = places.Sum(place => place.Users);
        return
        [
            name,
            $"{users:N0}",
            $"{places.Sum(place => place.FirstUsers):N0}",
            users == 0 ? "–" : $"{places.Sum(place => place.MeanRank * place.Users) / users:0.0}",
            $"{places.Sum(place => place.Hits):N0}",
            $"{places.Sum(place => place.WatchSeconds) / 60d:N0}",
        ];
    }
}
