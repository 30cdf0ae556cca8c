using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Reports;
using SparkReco.Runs;

namespace SparkReco.Cli.Commands;

/// <summary>One user: both lists side by side, and what the user did before and after.</summary>
internal static class ShowUser
{
    private const int MostHistory = 8;
    private const int MostLater = 10;
    private const int WidthOfRank = 3;
    private const int WidthOfShift = 5;
    private const int WidthOfMove = 39;

    /// <exception cref="ConfigurationException">There is no such user.</exception>
    public static async Task WriteAsync(ShowCommand.Shown shown, string user, CancellationToken cancellation)
    {
        var settings = shown.Settings;
        var view =
            await shown.Lake.ReadAsync(() => UserView.ReadAsync(user, settings, shown.Lake.Engine, cancellation))
            ?? throw new ConfigurationException($"there is no user '{user}' in the tables of {settings.RunDate:yyyy-MM-dd}");
        UserView.Place[] list = [.. view.Places.Where(place => place.System == Systems.Baseline)];
        var ranking = await UserRanking.ReadAsync(user, list, shown.Lake.Generation, settings, shown.Lake.Engine, cancellation);
        if (shown.IsJson)
        {
            await shown.Terminal.Output.WriteLineAsync(
                Json.Text(
                    new
                    {
                        shown.Lake.Generation.RunId,
                        UserId = user,
                        view.About.Tier,
                        view.About.Country,
                        view.About.IsEligible,
                        view.About.LastActiveOn,
                        view.History,
                        Recommendations = view.Places,
                        Ranking = ranking,
                        Later = view.Did,
                    }
                )
            );
            return;
        }

        var console = shown.Terminal.Data;
        var person = view.About;
        console.WriteText(
            $"User {VisibleText.Of(user)}: {person.Tier}, {VisibleText.Of(person.Country)}, last active {person.LastActiveOn}, {(person.IsEligible ? "eligible" : "not eligible: no list of the baseline")}"
        );
        shown.WriteSource();
        console.WriteText("");
        console.WriteText(
            $"Before {settings.RunDate:yyyy-MM-dd}: {view.History.Count:N0} items{(view.History.Count > MostHistory ? $", the latest {MostHistory}" : "")}"
        );
        foreach (var item in view.History.Take(MostHistory))
            console.WriteFitting($"  {item.LastOn}  {item.ContentType, -8}{Name(item.Title, item.ItemId)}");
        console.WriteText("");
        WriteLists(shown, view);
        WriteReasons(shown, view);
        WriteRanking(shown, view, ranking);
        WriteLater(shown, view);
    }

    private static void WriteLists(ShowCommand.Shown shown, UserView view)
    {
        var console = shown.Terminal.Data;
        var lists = shown.Systems.Select(system => view.Places.Where(place => place.System == system).ToDictionary(place => place.Rank)).ToArray();
        var isPair = lists.Length > 1;
        var width = (console.FittingWidth - WidthOfRank - (isPair ? WidthOfShift : 0)) / lists.Length;
        console.WriteText(
            new string(' ', WidthOfRank + 1)
                + string.Concat(shown.Systems.Select(system => TextLines.Cut(VisibleText.Of(shown.Heading(system)), width - 2).PadRight(width)))
                + (isPair ? "shift" : "")
        );
        var last = lists.SelectMany(list => list.Keys).DefaultIfEmpty(0).Max();
        for (var rank = 1; rank <= last; rank++)
        {
            var places = lists.Select(list => list.GetValueOrDefault(rank)).ToArray();
            console.WriteText(
                $"{rank, WidthOfRank} "
                    + string.Concat(places.Select(place => Cell(place, width - 2).PadRight(width)))
                    + (isPair && places[1] is { } place ? Shift(lists[0].Values.FirstOrDefault(other => other.ItemId == place.ItemId), place) : "")
            );
        }

        if (last == 0)
            console.WriteText("    no list");
        console.WriteText("");
        console.WriteText("* what the user took up in the days judged, and had not done before, with the minutes watched");
        if (isPair && lists.All(list => list.Count > 0))
        {
            var common = lists[1].Values.Count(place => lists[0].Values.Any(other => other.ItemId == place.ItemId));
            console.WriteText(
                $"shift: how many places higher (+) or lower (-) the item stands in the list of {shown.Heading(shown.Pair!.System)}; new is in no place of the other. The lists share {common} items."
            );
        }
    }

    /// <summary>A hit has its mark and its minutes, which stay where the title has to be cut.</summary>
    private static string Cell(UserView.Place? place, int width)
    {
        if (place is null)
            return "";
        var minutes = place is { IsHit: true, WatchSeconds: >= 30 } ? $" {Minutes(place.WatchSeconds)}" : "";
        return (place.IsHit ? "* " : "  ") + Name(place.Title, place.ItemId, width - 2 - minutes.Length) + minutes;
    }

    private static string Shift(UserView.Place? before, UserView.Place now) =>
        before is null ? "new"
        : before.Rank == now.Rank ? "="
        : $"{before.Rank - now.Rank:+0;-0}";

    /// <summary>Why items are in the baseline's list, reason by reason with the places: what gave most, and all that proposed them.</summary>
    private static void WriteReasons(ShowCommand.Shown shown, UserView view)
    {
        UserView.Place[] list = [.. view.Places.Where(place => place.System == Systems.Baseline)];
        if (list.Length == 0 || !shown.Systems.Contains(Systems.Baseline))
            return;
        Write($"Why {Words.Name(Systems.Baseline)} has them", place => [place.Reason]);
        Write("They were proposed as", place => place.ProposedBy?.Split(',') ?? []);

        void Write(string heading, Func<UserView.Place, string[]> reasonsOf)
        {
            var reasons = list.SelectMany(place => reasonsOf(place).Select(reason => (Reason: Words.Reason(reason), place.Rank)))
                .GroupBy(pair => pair.Reason, pair => pair.Rank)
                .Select(group => $"{group.Key} ({Ranges([.. group.Order()])})");
            shown.Terminal.Data.WriteText($"{heading}: {string.Join("; ", reasons)}");
        }
    }

    /// <summary>What moved the baseline's items up and down, place by place, where trees order them.</summary>
    private static void WriteRanking(ShowCommand.Shown shown, UserView view, UserRanking? ranking)
    {
        if (ranking is null || !shown.Systems.Contains(Systems.Baseline))
            return;
        var console = shown.Terminal.Data;
        console.WriteText("");
        if (ranking.Obstacle is { } obstacle)
        {
            console.WriteText($"What moved them up or down is not told: {obstacle}");
            return;
        }

        console.WriteText("What moved them in the re-ranking, beside the others of the list");
        var words = Math.Min(WidthOfMove, (console.FittingWidth - WidthOfRank - 1) * 2 / 5);
        var name = console.FittingWidth - WidthOfRank - 1 - (2 * words);
        console.WriteText(new string(' ', WidthOfRank + 1 + name) + "up".PadRight(words) + "down");
        var titles = view.Places.Where(place => place.System == Systems.Baseline).ToDictionary(place => place.Rank, place => place.Title);
        foreach (var place in ranking.Places)
            console.WriteText(
                $"{place.Rank, WidthOfRank} {Name(titles[place.Rank], place.ItemId, name - 2).PadRight(name)}"
                    + TextLines.Cut(place.Up?.Words ?? "", words - 2).PadRight(words)
                    + TextLines.Cut(place.Down?.Words ?? "", words - 2)
            );
    }

    /// <summary>"1-3, 7".</summary>
    private static string Ranges(int[] ranks) =>
        string.Join(
            ", ",
            ranks
                .Select((rank, index) => (Rank: rank, Run: rank - index))
                .GroupBy(place => place.Run, place => place.Rank)
                .Select(run => run.Count() == 1 ? $"{run.First()}" : $"{run.First()}-{run.Last()}")
        );

    private static void WriteLater(ShowCommand.Shown shown, UserView view)
    {
        var console = shown.Terminal.Data;
        console.WriteText("");
        if (view.Did.Count == 0)
        {
            console.WriteText("The user took up nothing new in the days judged: no list can be judged by this user.");
            return;
        }

        console.WriteText(
            $"Taken up later: {view.Did.Count:N0} items{(view.Did.Count > MostLater ? $", the {MostLater} longest watched" : "")}, each with its place"
        );
        foreach (var item in view.Did.Take(MostLater))
        {
            var places = shown.Systems.Select(system =>
                view.Places.FirstOrDefault(place => place.System == system && place.ItemId == item.ItemId) is { } place
                    ? $"{shown.Heading(system)} {place.Rank}"
                    : $"{shown.Heading(system)} -"
            );
            var did = $"{Minutes(item.WatchSeconds)}{(item.IsCompleted ? ", completed" : "")}{(item.IsLiked ? ", liked" : "")}";
            console.WriteFitting($"  {Name(item.Title, item.ItemId)}: {did}", $" [{VisibleText.Of(string.Join(", ", places))}]");
        }
    }

    private static string Minutes(long seconds) => $"{seconds / 60d:0} min";

    /// <summary>The title, cut where there is no room, and the id.</summary>
    private static string Name(string title, string id, int width = int.MaxValue)
    {
        var (shown, end) = (VisibleText.Of(title), $" ({VisibleText.Of(id)})");
        return shown.Length == 0
            ? TextLines.Cut(end[2..^1], width)
            : TextLines.Cut(TextLines.Cut(shown, Math.Max(1, width - end.Length)) + end, width);
    }
}
