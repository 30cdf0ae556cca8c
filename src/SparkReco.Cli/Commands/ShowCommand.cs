using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Sql;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>show</c>: one user, what the user did, and both systems' lists side by side.</summary>
internal static class ShowCommand
{
    private const int MostHistory = 15;

    private sealed record Place(string System, int Rank, string ItemId, string Title, string Reason, bool IsHit);

    private sealed record Past(string ItemId, string Title, string ContentType, double Points, string LastOn);

    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("show", """
            Shows one user: who it is, what the user did before the run date, and both systems' lists side by side, with what the user
            really did next marked by *.
            """);
        var common = new CommonOptions(command);
        var user = new Option<string>("--user") { Description = "The user's id.", Required = true, HelpName = "U" };
        var output = RunCommand.OutputOption();
        command.Add(user);
        command.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
            await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
            return await ShowAsync(terminal, lake.Settings, lake.Engine, parsed.GetValue(user)!, parsed.GetValue(output) == "json", cancellation);
        });
        return command;
    }

    private static async Task<int> ShowAsync(Terminal terminal, Settings settings, IEngine engine, string user, bool asJson, CancellationToken cancellation)
    {
        var id = SqlLiteral.Of(user).Text;
        var about = await engine.ReadAsync(
            $"select tier, coalesce(country, 'unknown country'), is_eligible, coalesce(cast(last_active_on as string), 'never') from users where user_id = {id}",
            row => (Tier: row.GetString(0), Country: row.GetString(1), IsEligible: row.GetBoolean(2), LastActiveOn: row.GetString(3)),
            cancellation);
        if (about.Count == 0)
            throw new ConfigurationException($"there is no user '{user}' in the tables of {settings.RunDate:yyyy-MM-dd}");
        var history = await engine.ReadAsync(
            $"""
            select e.item_id, i.title, i.content_type, e.score, cast(e.last_on as string) from engagement as e inner join items as i on i.item_id = e.item_id
            where e.user_id = {id} order by e.last_on desc, e.score desc, e.item_id
            """,
            row => new Past(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt64(3) / 1e6, row.GetString(4)),
            cancellation);
        var runDate = SqlLiteral.Of(settings.RunDate).Text;
        var places = await engine.ReadAsync(
            $"""
            select r.system, r.rank, r.item_id, i.title, r.reason,
              exists (select 1 as found from interactions as e where e.user_id = r.user_id and e.item_id = r.item_id and e.event_type <> 'impression'
                and e.event_date >= {runDate} and e.event_date < date_add({runDate}, {settings.Evaluation.HorizonDays}))
              and not exists (select 1 as found from engagement as h where h.user_id = r.user_id and h.item_id = r.item_id) as is_hit
            from recommendations as r inner join items as i on i.item_id = r.item_id
            where r.user_id = {id} order by r.system, r.rank
            """,
            row => new Place(row.GetString(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetBoolean(5)),
            cancellation);
        var person = about[0];
        if (asJson)
        {
            await terminal.Output.WriteLineAsync(Json.Text(new { UserId = user, person.Tier, person.Country, person.IsEligible, person.LastActiveOn, History = history, Recommendations = places }));
            return ExitCodes.Done;
        }

        terminal.Data.MarkupLineInterpolated($"User {user}: {person.Tier}, {person.Country}, last active {person.LastActiveOn}, {(person.IsEligible ? "eligible" : "not eligible: no list")}");
        terminal.Data.MarkupLineInterpolated($"Before {settings.RunDate:yyyy-MM-dd}: {history.Count:N0} items{(history.Count > MostHistory ? $", the latest {MostHistory}" : "")}");
        PrintHistory(terminal, history);
        PrintLists(terminal, places);
        return ExitCodes.Done;
    }

    private static void PrintHistory(Terminal terminal, IReadOnlyList<Past> history)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("last on", "type", "title", "points");
        foreach (var item in history.Take(MostHistory))
            table.AddRow(new Text(item.LastOn), new Text(item.ContentType), new Text($"{item.Title} ({item.ItemId})"), new Text($"{item.Points:0.00}"));
        terminal.Data.Write(table);
    }

    private static void PrintLists(Terminal terminal, IReadOnlyList<Place> places)
    {
        var systems = places.GroupBy(place => place.System).ToDictionary(list => list.Key, list => list.ToDictionary(place => place.Rank));
        var hasPersonalize = systems.ContainsKey("personalize");
        var table = new Table().Border(TableBorder.Simple).AddColumns("rank", "baseline", "because");
        if (hasPersonalize)
            table.AddColumn("Amazon Personalize");
        var last = places.Select(place => place.Rank).DefaultIfEmpty().Max();
        for (var rank = 1; rank <= last; rank++)
        {
            var ours = systems.GetValueOrDefault("baseline")?.GetValueOrDefault(rank);
            var theirs = systems.GetValueOrDefault("personalize")?.GetValueOrDefault(rank);
            Text[] cells = [new($"{rank}"), new(Title(ours)), new(ours?.Reason ?? ""), new(Title(theirs))];
            table.AddRow(hasPersonalize ? cells : cells[..^1]);
        }

        terminal.Data.Write(table);
        terminal.Data.WriteLine("* what the user did in the days judged, and had not done before");
    }

    private static string Title(Place? place) => place is null ? "" : $"{(place.IsHit ? "* " : "")}{place.Title} ({place.ItemId})";
}
