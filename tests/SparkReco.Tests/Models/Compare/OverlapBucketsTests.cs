using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Compare;

public sealed class OverlapBucketsTests
{
    [Fact]
    public void The_buckets_of_a_segment_hold_its_users_with_both_lists()
    {
        using var rig = new ModelRig();
        rig.Given("users", "user_id, tier", ("u1", "paid"), ("u2", "free"), ("u3", "free"), ("no list", "free"), ("one list", "free"))
            .Given("user_preferences", "user_id")
            .Given("consumed", "user_id, item_id", ("u1", "i1"))
            .Given(
                "recommendation_overlap",
                "user_id, k, reference_count, system_count, overlap, kendall",
                ("u1", 10, 5, 5, 0.25, 0.5),
                ("u2", 10, 5, 1, 0.5, 1.0),
                ("u3", 10, 5, 5, 0.75, 0.25),
                ("one list", 10, 5, 0, 0.0, 1.0)
            );

        // Sums are in parts per billion.
        Assert.Equal(
            [
                "all | 3 | 1500000000 | 1750000000",
                "history=1-9 | 1 | 250000000 | 500000000",
                "history=none | 2 | 1250000000 | 1250000000",
                "tier=free | 2 | 1250000000 | 1250000000",
                "tier=paid | 1 | 250000000 | 500000000",
            ],
            rig.Read(
                "overlap_buckets",
                "select segment, cast(sum(user_count) as bigint), cast(sum(overlap) as bigint), cast(sum(kendall) as bigint) from overlap_buckets group by segment order by segment",
                row => $"{row[0]} | {row[1]} | {row[2]} | {row[3]}"
            )
        );
    }

    [Fact]
    public void Many_users_spread_evenly_over_the_1024_buckets()
    {
        using var rig = new ModelRig();
        object[] users = [.. Enumerable.Range(0, 20_480).Select(number => $"user-{number}")];
        rig.Given("users", "user_id", users)
            .Given("consumed", "user_id")
            .Given("user_preferences", "user_id")
            .Given("recommendation_overlap", "user_id, k, reference_count, system_count", [.. users.Select(user => (object)((string)user, 5, 5, 5))]);

        var counts = rig.Read(
            "overlap_buckets",
            "select bucket, user_count from overlap_buckets where segment = 'all'",
            row => (Bucket: row.GetInt32(0), Users: row.GetInt64(1))
        );

        // 20 users in a bucket on average; chi-square with 1,023 degrees of freedom has the mean 1,023 and the deviation 45.
        Assert.All(counts, count => Assert.InRange(count.Bucket, 0, 1023));
        Assert.InRange(
            counts.Sum(count => (count.Users - 20d) * (count.Users - 20d) / 20) + (20 * (1024 - counts.Count)),
            1023 - (5 * 45),
            1023 + (5 * 45)
        );
    }
}
