using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Clean;

public sealed class InteractionsTests
{
    private const string Ids = "user_id, item_id";

    [Theory]
    [InlineData(1000, 2000)]
    [InlineData(2000, 1000)]
    public void Of_events_with_one_id_the_earliest_is_kept(long first, long second)
    {
        using var rig = Rig();
        rig.GivenEvents("event_id, user_id, item_id, occurred_at_ms", ("e1", "u1", "i1", first), ("e1", "u1", "i1", second));

        Assert.Equal(["e1 | 1000"], rig.Rows("interactions", "event_id, occurred_at_ms"));
        Assert.Equal(["2 | 1 | 0 | 1"], CountsOf(rig, 2));
    }

    [Fact]
    public void An_event_without_an_id_that_repeats_another_exactly_is_a_copy()
    {
        using var rig = Rig();
        rig.GivenEvents(Ids, ("u1", "i1"), ("u1", "i1"), ("u1", "i2"));

        Assert.Equal(["i1", "i2"], rig.Rows("interactions", "item_id"));
        Assert.Equal(["3 | 2 | 0 | 1"], CountsOf(rig, 3));
    }

    [Fact]
    public void Events_without_a_hash_are_no_copies_of_each_other_and_have_no_id()
    {
        using var rig = Rig();
        rig.GivenEvents(Ids + ", row_hash", ("u1", "i1", Some.Nothing), ("u1", "i1", Some.Nothing), ("u1", "i1", Some.Nothing));

        Assert.Equal(["null", "null", "null"], rig.Rows("interactions", "event_id"));
        Assert.Equal(["3 | 3 | 0 | 0"], CountsOf(rig, 3));
    }

    [Fact]
    public void Events_with_an_id_and_events_without_one_stand_side_by_side()
    {
        using var rig = Rig();
        rig.GivenEvents(
            "event_id, user_id, item_id, occurred_at_ms",
            ("e1", "u1", "i1", 1L),
            (Some.Nothing, "u1", "i1", 1L),
            ("e1", "u1", "i1", 2L),
            (Some.Nothing, "u1", "i1", 1L)
        );

        Assert.Equal(["null | 1", "e1 | 1"], rig.Rows("interactions", "event_id, occurred_at_ms"));
        Assert.Equal(["4 | 2 | 0 | 2"], CountsOf(rig, 4));
    }

    [Fact]
    public void Events_that_differ_in_one_value_are_different_events()
    {
        using var rig = Rig();
        rig.GivenEvents(
            "user_id, item_id, event_type, occurred_at_ms, event_count, watch_seconds, source, position",
            ("u1", "i1", "watch", 1000L, 1L, 5L, "home", 1),
            ("u2", "i1", "watch", 1000L, 1L, 5L, "home", 1),
            ("u1", "i2", "watch", 1000L, 1L, 5L, "home", 1),
            ("u1", "i1", "click", 1000L, 1L, 5L, "home", 1),
            ("u1", "i1", "watch", 1001L, 1L, 5L, "home", 1),
            ("u1", "i1", "watch", 1000L, 2L, 5L, "home", 1),
            ("u1", "i1", "watch", 1000L, 1L, 6L, "home", 1),
            ("u1", "i1", "watch", 1000L, 1L, 5L, "mail", 1),
            ("u1", "i1", "watch", 1000L, 1L, 5L, "home", 2),
            ("u1", "i1", "watch", 1000L, 1L, Some.Nothing, "home", 1),
            ("u1", "i1", "watch", 1000L, 1L, 5L, Some.Nothing, 1),
            ("u1", "i1", "watch", 1000L, 1L, 5L, "home", Some.Nothing)
        );

        Assert.Equal(12, rig.Rows("interactions", "user_id").Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void No_characters_of_users_and_items_make_different_events_equal(bool allHashesAreEqual)
    {
        string[] users = ["a", "a:b", "1:a", "W5", "1"],
            items = ["c", "b:c", "W5", "S1:x", "P1", ":", "click:c", "i#2"];
        using var rig = new ModelRig();
        rig.Given("raw_users", "user_id", [.. users]).Given("raw_items", "item_id", [.. items]);
        object[] events =
        [
            .. from user in users
            from item in items
            from type in new[] { "click", "watch" }
            from source in new[] { null, "x", "x:click", "W5", "1" }
            from position in new int?[] { null, 1 }
            from seconds in new long?[] { null, 5, 1 }
            select (object)
                (
                    user,
                    item,
                    type,
                    source,
                    position,
                    seconds,
                    allHashesAreEqual
                        ? 7L
                        : $"{user}|{item}|{type}|{source}|{position}|{seconds}".Aggregate(17L, (hash, letter) => (hash * 1_000_003) ^ letter)
                ),
        ];
        rig.GivenEvents("user_id, item_id, event_type, source, position, watch_seconds, row_hash", events);

        Assert.Equal(events.Length, rig.Rows("interactions", "user_id").Length);
    }

    [Fact]
    public void Different_events_with_equal_hashes_stay_different_events()
    {
        using var rig = Rig();
        rig.GivenEvents("event_id, user_id, item_id, row_hash", ("e1", "u1", "i1", 7L), ("e2", "u1", "i1", 7L), (Some.Nothing, "u1", "i1", 7L));

        Assert.Equal(["null", "e1", "e2"], rig.Rows("interactions", "event_id"));
    }

    [Theory]
    [InlineData("2026-08-31T23:59:59.999", "2026-08-31")]
    [InlineData("2026-09-01T00:00:00.000", "2026-09-01")]
    [InlineData("1970-01-01T00:00:00.000", "1970-01-01")]
    [InlineData("1969-12-31T23:59:59.999", "1969-12-31")]
    public void The_day_of_an_event_is_its_day_in_utc(string time, string day)
    {
        using var rig = Rig();
        rig.GivenEvents("user_id, item_id, occurred_at_ms", ("u1", "i1", Some.At(time)));

        Assert.Equal([day], rig.Rows("interactions", "event_date"));
    }

    [Fact]
    public void Events_of_unknown_users_and_items_are_rejected_with_their_reasons()
    {
        using var rig = Rig();
        rig.Given("raw_files", "raw_table, path, row_count, problem_count, left_out_count", ("raw_events", "events.jsonl", 4L, 0L, 0L))
            .GivenEvents(Ids, ("u1", "i1"), ("u9", "i1"), ("u1", "i9"), ("u9", "i9"));

        Assert.Equal(["u1 | i1"], rig.Rows("interactions", Ids));
        Assert.Equal(
            [
                "events.jsonl | 2 | user_id is not in users",
                "events.jsonl | 3 | item_id is not in items",
                "events.jsonl | 4 | user_id is not in users",
            ],
            rig.Rows("rejected_rows", "source, line, reason")
        );
    }

    private static ModelRig Rig(params string[] settings) =>
        new ModelRig(settings).Given("raw_users", "user_id", "u1", "u2").Given("raw_items", "item_id", "i1", "i2");

    private static string[] CountsOf(ModelRig rig, long rows) =>
        rig.Given("raw_files", "raw_table, path, row_count, problem_count, left_out_count", ("raw_events", "events.jsonl", rows, 0L, 0L))
            .Rows("row_counts", "row_count, kept_count, rejected_count, duplicate_count");
}
