using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Clean;

public sealed class RowCountsTests
{
    [Fact]
    public void The_rows_of_each_file_are_kept_rejected_or_duplicates()
    {
        using var rig = new ModelRig();
        rig.Given("raw_users", "user_id, file_number", ("u1", 0), ("u1", 0), ("u2", 1), ("u1", 1))
            .Given("raw_items", "item_id", "i1")
            .GivenEvents("user_id, item_id, file_number", ("u1", "i1", 0), ("u1", "i1", 1), ("u2", "i9", 1), ("u2", "i1", 1))
            .Given(
                "raw_files",
                "raw_table, file_number, path, row_count, problem_count, left_out_count",
                ("raw_users", 0, "a", 3L, 1L, 0L),
                ("raw_users", 1, "b", 2L, 0L, 0L),
                ("raw_items", 0, "c", 1L, 0L, 0L),
                ("raw_events", 0, "d", 1L, 0L, 0L),
                ("raw_events", 1, "e", 5L, 2L, 0L)
            );

        // a: u1, its copy and a row that could not be typed. b: u2 and a copy of u1. e: a copy of d's row, an unknown item, u2, two problems.
        Assert.Equal(
            [
                "a | users | 3 | 1 | 1 | 1",
                "b | users | 2 | 1 | 0 | 1",
                "c | items | 1 | 1 | 0 | 0",
                "d | events | 1 | 1 | 0 | 0",
                "e | events | 5 | 1 | 3 | 1",
            ],
            rig.Rows("row_counts", "source, input, row_count, kept_count, rejected_count, duplicate_count")
        );
    }

    [Fact]
    public void Copies_with_other_values_are_conflicts()
    {
        using var rig = new ModelRig();
        rig.Given("raw_users", "user_id, tier", ("u1", "paid"), ("u1", "free"), ("u1", "paid"), ("u2", "free"))
            .Given("raw_items", "item_id, title", ("i1", "a"), ("i1", "a"), ("i1", "b"), ("i1", "b"))
            .GivenEvents(
                "event_id, user_id, item_id, occurred_at_ms, row_hash",
                ("e1", "u1", "i1", 1L, 1L),
                ("e1", "u1", "i1", 2L, 1L),
                ("e1", "u1", "i1", 2L, 1L),
                ("e1", "u1", "i1", 1L, 1L),
                (Some.Nothing, "u1", "i1", 1L, 2L),
                (Some.Nothing, "u1", "i1", 1L, 2L)
            )
            .Given(
                "raw_files",
                "raw_table, file_number, path, row_count, problem_count, left_out_count",
                ("raw_users", 0, "a", 4L, 0L, 0L),
                ("raw_items", 0, "b", 4L, 0L, 0L),
                ("raw_events", 0, "c", 6L, 0L, 0L)
            );

        // u1 is paid, so that free contradicts. i1 is a: b does. e1 happened at 1: 2 does. What repeats a contradiction is a copy of it.
        Assert.Equal(["a | 2 | 1", "b | 3 | 1", "c | 4 | 1"], rig.Rows("row_counts", "source, duplicate_count, conflict_count"));
    }
}
