using SparkReco.Models;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models;

/// <summary>The same rows to the bit, whatever the order of the input, its files and the number of threads.</summary>
public sealed class OrderTests
{
    private const int Users = 30,
        Items = 25;

    /// <summary>All tables that the lake publishes and that SQL makes; lists from outside have tests of their own.</summary>
    public static TheoryData<string> Tables { get; } =
    [
        .. Pipeline
            .Models.Where(model => model is { IsSql: true, Lifetime: Lifetime.Published } && model.Room is not ("Lists" or "Compare"))
            .Select(model => model.Id),
    ];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Shuffled_input_gives_the_same_rows(string table)
    {
        using var one = Given("engine.threads=1", order: null);
        using var other = Given("engine.threads=4", new Random(table.Length));
        var model = Pipeline.Models.First(model => model.Id == table);
        var columns = string.Join(", ", model.Columns.Select(column => column.Name).Where(name => table != "rejected_rows" || name != "line"));

        var rows = one.Rows(table, columns);

        Assert.NotEmpty(rows);
        Assert.Equal(rows, other.Rows(table, columns));
    }

    private static ModelRig Given(string setting, Random? order)
    {
        object[] users = [.. Enumerable.Range(0, Users).Select(user => (object)($"u{user}", user % 3 == 0 ? "free" : "paid", 0, (long)user))];
        object[] items =
        [
            .. Enumerable
                .Range(0, Items)
                .Select(item => (object)($"i{item}", item % 2 == 0 ? "video" : "course", item % 4 == 0 ? null : $"c{item % 3}", item % 7 > 0)),
        ];
        object[] events =
        [
            .. from user in Enumerable.Range(0, Users + 1)
            from item in Enumerable.Range(0, Items + 1)
            from time in Enumerable.Range(0, 3)
            where ((user * 31) + (item * 17) + (time * 7)) % 5 == 0
            select (object)
                (
                    (user + item) % 4 == 0 ? $"e{user}" : null,
                    $"u{user}",
                    $"i{item}",
                    time == 2 ? "watch" : "click",
                    Some.At("2026-08-30") + (time * 86_400_000L),
                    time == 2 ? 600L : (long?)null
                ),
        ];
        events = [.. events, .. events[..20]];
        order?.Shuffle(users);
        order?.Shuffle(items);
        order?.Shuffle(events);
        return new ModelRig(setting, "blend.list_size=5", "evaluation.cutoffs=3,5")
            .Given("raw_users", "user_id, tier, file_number, line", users)
            .Given("raw_items", "item_id, content_type, category, is_available", items)
            .GivenEvents("event_id, user_id, item_id, event_type, occurred_at_ms, watch_seconds", events)
            .Given(
                "raw_files",
                "raw_table, path, row_count, problem_count, left_out_count",
                ("raw_users", "u", (long)users.Length, 0L, 0L),
                ("raw_items", "i", (long)items.Length, 0L, 0L),
                ("raw_events", "e", (long)events.Length, 0L, 0L)
            )
            .Given(
                "earlier_lists",
                "earlier_run_date, system, user_id, rank, item_id",
                [.. Enumerable.Range(0, Users).Select(user => (object)(Some.DaysAgo(7), "baseline", $"u{user}", 1, $"i{user % Items}"))]
            )
            .Given(
                "raw_flaws",
                "raw_table, field, reason, value, row_count",
                ("raw_users", "plan", "bad", "x", 2L),
                ("raw_items", "title", "bad", "y", 1L)
            );
    }
}
