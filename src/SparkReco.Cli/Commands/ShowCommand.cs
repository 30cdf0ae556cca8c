using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Reports;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>show</c>: one user, what the user did, and both systems' lists side by side.</summary>
internal static class ShowCommand
{
    private const int MostHistory = 15;

    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "show",
            """
            Shows one user: who it is, what the user did before the run date, and both systems' lists side by side, with what the user
            really did next marked by *.
            """
        );
        var common = new CommonOptions(command);
        var user = new Option<string>("--user")
        {
            Description = "The user's id.",
            Required = true,
            HelpName = "U",
        };
        var output = CommonOptions.OutputOption();
        command.Add(user);
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
                await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
                return await ShowAsync(terminal, lake, parsed.GetValue(user)!, parsed.GetValue(output) == "json", cancellation);
            }
        );
        return command;
    }

    private static async Task<int> ShowAsync(Terminal terminal, PublishedLake lake, string user, bool asJson, CancellationToken cancellation)
    {
        var settings = lake.Settings;
        if (
            await UserView.ReadAsync(user, settings, lake.Engine, cancellation) is not { About: var person, History: var history, Places: var places }
        )
            throw new ConfigurationException($"there is no user '{user}' in the tables of {settings.RunDate:yyyy-MM-dd}");
        if (asJson)
        {
            await terminal.Output.WriteLineAsync(
                Json.Text(
                    new
                    {
                        lake.Generation.RunId,
                        UserId = user,
                        person.Tier,
                        person.Country,
                        person.IsEligible,
                        person.LastActiveOn,
                        History = history,
                        Recommendations = places,
                    }
                )
            );
            return ExitCodes.Done;
        }

        terminal.Data.MarkupLineInterpolated(
            $"User {VisibleText.Of(user)}: {person.Tier}, {VisibleText.Of(person.Country)}, last active {person.LastActiveOn}, {(person.IsEligible ? "eligible" : "not eligible: no list of the baseline")}"
        );
        terminal.Data.MarkupLineInterpolated($"Tables of run {lake.Generation.RunId}, {settings.RunDate:yyyy-MM-dd}");
        terminal.Data.MarkupLineInterpolated(
            $"Before {settings.RunDate:yyyy-MM-dd}: {history.Count:N0} items{(history.Count > MostHistory ? $", the latest {MostHistory}" : "")}"
        );
        PrintHistory(terminal, history);
        PrintLists(terminal, places, settings.Personalize.IsStandIn);
        return ExitCodes.Done;
    }

    private static void PrintHistory(Terminal terminal, IReadOnlyList<UserView.Past> history)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("last on", "type", "title", "points");
        foreach (var item in history.Take(MostHistory))
            table.AddRow(
                new Text(item.LastOn),
                new Text(item.ContentType),
                new Text(VisibleText.Of($"{item.Title} ({item.ItemId})")),
                new Text($"{item.Points:0.00}")
            );
        terminal.Data.Write(table);
    }

    private static void PrintLists(Terminal terminal, IReadOnlyList<UserView.Place> places, bool isStandIn)
    {
        var systems = places.GroupBy(place => place.System).ToDictionary(list => list.Key, list => list.ToDictionary(place => place.Rank));
        var hasPersonalize = systems.ContainsKey("personalize");
        var table = new Table().Border(TableBorder.Simple).AddColumns("rank", "baseline", "because");
        if (hasPersonalize)
            table.AddColumn(StandIn.Named(isStandIn, Words.Personalize));
        var last = places.Select(place => place.Rank).DefaultIfEmpty().Max();
        for (var rank = 1; rank <= last; rank++)
        {
            var ours = systems.GetValueOrDefault("baseline")?.GetValueOrDefault(rank);
            var theirs = systems.GetValueOrDefault("personalize")?.GetValueOrDefault(rank);
            Text[] cells = [new($"{rank}"), new(Title(ours)), new(ours is null ? "" : Words.Reason(ours.Reason)), new(Title(theirs))];
            table.AddRow(hasPersonalize ? cells : cells[..^1]);
        }

        terminal.Data.Write(table);
        terminal.Data.WriteLine("* what the user did in the days judged, and had not done before");
    }

    private static string Title(UserView.Place? place) =>
        place is null ? "" : $"{(place.IsHit ? "* " : "")}{VisibleText.Of($"{place.Title} ({place.ItemId})")}";
}
