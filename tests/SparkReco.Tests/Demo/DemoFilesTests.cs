using System.Text.Json;
using SparkReco.Demo;
using Xunit;

namespace SparkReco.Tests.Demo;

/// <summary>The files say what the summary says.</summary>
[Collection(DemoFolderFixture.Name)]
public sealed class DemoFilesTests(DemoFolderFixture demo)
{
    private static readonly string[] KnownTypes = ["impression", "click", "watch", "like", "complete"];

    [Fact]
    public void Every_file_is_listed_with_its_number_of_rows()
    {
        var written = Directory
            .GetFiles(Path.Combine(demo.Folder, "raw"), "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(demo.Folder, file).Replace('\\', '/'));
        Assert.Equal(written.Order(StringComparer.Ordinal), demo.Summary.Files.Select(file => file.Path).Order(StringComparer.Ordinal));
        Assert.All(
            demo.Summary.Files,
            file => Assert.Equal(file.Rows, demo.Lines(file.Path).Count() - (file.Path.EndsWith(".csv", StringComparison.Ordinal) ? 1 : 0))
        );
    }

    [Fact]
    public void Event_rows_are_valid_events_plus_planted_rows_that_are_not_kept()
    {
        var rows = demo.Summary.Files.Where(file => file.Path.StartsWith("raw/events/", StringComparison.Ordinal)).Sum(file => file.Rows);
        var planted = demo
            .Summary.Flaws.Where(flaw => flaw.File.StartsWith("raw/events/", StringComparison.Ordinal) && flaw.Fate != FlawFate.Kept)
            .Sum(flaw => flaw.Count);
        Assert.Equal(demo.Summary.EventCount + planted, rows);
    }

    [Fact]
    public void Planted_event_rows_are_found_in_the_numbers_stated()
    {
        var users = demo.Lines("raw/users.jsonl").Select(line => Text(JsonElement.Parse(line), "user_id")).ToHashSet();
        var items = demo.Lines("raw/items.csv").Skip(1).Select(line => line[..5]).ToHashSet();
        var found = new Dictionary<FlawKind, int>();
        foreach (var (_, line) in demo.EventLines())
        {
            if (KindOf(line, users, items) is { } kind)
                found[kind] = found.GetValueOrDefault(kind) + 1;
        }

        Assert.Equal(demo.Summary.CountOf(FlawKind.InvalidJson) + 1, found[FlawKind.InvalidJson]);
        Assert.Equal(1, demo.Summary.CountOf(FlawKind.CutLastLine));
        foreach (var (kind, count) in found.Where(pair => pair.Key != FlawKind.InvalidJson))
            Assert.True(demo.Summary.CountOf(kind) == count, $"{kind}: {count} found");

        Assert.Equal(9, found.Count);
    }

    [Fact]
    public void Repeated_event_ids_are_exact_duplicates_or_conflicts()
    {
        var groups = demo.EventLines()
            .Select(pair => pair.Line)
            .Where(line => line.StartsWith("""{"event_id":"e""", StringComparison.Ordinal))
            .GroupBy(line => line[..24])
            .Where(group => group.Skip(1).Any())
            .ToList();
        Assert.All(groups, group => Assert.Equal(2, group.Count()));
        Assert.Equal(demo.Summary.CountOf(FlawKind.ExactDuplicate), groups.Count(group => group.Distinct().Count() == 1));
        Assert.Equal(demo.Summary.CountOf(FlawKind.SameIdOtherPayload), groups.Count(group => group.Distinct().Count() == 2));
    }

    [Fact]
    public void Every_event_type_occurs_before_and_after_the_run_date()
    {
        var run = new DateTimeOffset(demo.Summary.RunDate, default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var seen = Valid().Select(e => (Text(e, "event_type"), e.GetProperty("occurred_at_ms").GetInt64() >= run)).ToHashSet();
        Assert.All(KnownTypes, type => Assert.True(seen.Contains((type, false)) && seen.Contains((type, true)), type));
    }

    [Fact]
    public void Impressions_name_a_list_and_a_position() =>
        Assert.All(
            Valid().Where(e => Text(e, "event_type") == "impression"),
            e => Assert.True(Text(e, "source") is "baseline" or "personalize" && e.GetProperty("position").GetInt32() is >= 1 and <= 4)
        );

    [Fact]
    public void The_bot_clicks_one_item_on_one_day()
    {
        var clicks = demo.EventLines()
            .Where(pair => pair.Line.StartsWith("""{"event_id":"e""", StringComparison.Ordinal))
            .DistinctBy(pair => pair.Line[..24])
            .CountBy(pair => (pair.File, Keys: pair.Line[24..60]))
            .MaxBy(pair => pair.Value);
        Assert.Equal(demo.Summary.CountOf(FlawKind.BotClick), clicks.Value);
    }

    [Fact]
    public void Item_file_holds_a_hostile_title_a_repeated_row_and_a_short_row()
    {
        var lines = demo.Lines("raw/items.csv").ToList();
        Assert.Single(lines, line => line.Contains("<script>", StringComparison.Ordinal));
        Assert.Single(lines.GroupBy(line => line), group => group.Count() == 2);
        Assert.Single(lines, line => line.Split(',').Length == 4);
    }

    [Fact]
    public void One_user_has_an_unknown_tier()
    {
        var tiers = demo.Lines("raw/users.jsonl").CountBy(line => Text(JsonElement.Parse(line), "tier")).ToDictionary();
        Assert.Equal(1, tiers["platinum"]);
        Assert.Equal(demo.Summary.UserCount, tiers["paid"] + tiers["free"]);
    }

    private static FlawKind? KindOf(string line, HashSet<string> users, HashSet<string> items)
    {
        if (!TryParse(line, out var e))
            return FlawKind.InvalidJson;
        var time = e.TryGetProperty("occurred_at_ms", out var value) ? value.ValueKind : JsonValueKind.Null;
        if (time == JsonValueKind.Null)
            return FlawKind.MissingTime;
        if (time == JsonValueKind.True || !IsText(e, "user_id") || !IsText(e, "item_id"))
            return FlawKind.WrongType;
        if (!KnownTypes.Contains(Text(e, "event_type")))
            return FlawKind.UnknownEventType;
        if (!users.Contains(Text(e, "user_id")))
            return FlawKind.UnknownUser;
        if (!items.Contains(Text(e, "item_id")))
            return FlawKind.UnknownItem;
        if (e.TryGetProperty("watch_seconds", out var watch) && watch.GetInt64() < 0)
            return FlawKind.NegativeWatchSeconds;
        if (time == JsonValueKind.String)
            return FlawKind.TimeAsText;
        return value.GetInt64() < 10_000_000_000 ? FlawKind.TimeInSeconds : null;
    }

    private IEnumerable<JsonElement> Valid() =>
        from pair in demo.EventLines()
        where pair.Line.StartsWith("""{"event_id":"e""", StringComparison.Ordinal)
        let e = JsonElement.Parse(pair.Line)
        where e.GetProperty("occurred_at_ms").ValueKind == JsonValueKind.Number && e.GetProperty("occurred_at_ms").GetInt64() > 10_000_000_000
        select e;

    private static string Text(JsonElement e, string name) => e.GetProperty(name).GetString() ?? "";

    private static bool IsText(JsonElement e, string name) => e.GetProperty(name).ValueKind == JsonValueKind.String;

    private static bool TryParse(string line, out JsonElement element)
    {
        try
        {
            element = JsonElement.Parse(line);
            return true;
        }
        catch (JsonException)
        {
            element = default;
            return false;
        }
    }
}
