using SparkReco.ListSets;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.ListSets;

public sealed class HitSharesTests
{
    [Fact]
    public void Random_lists_and_behaviour_are_counted_as_the_model_does_to_the_bit()
    {
        var random = new Random(1);
        var users = Enumerable
            .Range(0, 100)
            .Select(number => (User: $"u{number:000}", A: Letters(random, 0), B: Letters(random, 0), Truth: Letters(random, 1)))
            .ToArray();
        using var rig = new ModelRig("blend.list_size=10", "evaluation.cutoffs=10")
            .Given("users", "user_id", [.. users.Select(user => (object)user.User)])
            .Given("system_pairs", "reference, system", ("baseline", "personalize"))
            .Given(
                "truth",
                "user_id, item_id, watch_seconds",
                [.. users.SelectMany(user => user.Truth.Select(item => (object)(user.User, item.ToString(), (long)item)))]
            )
            .Given(
                "judged_list",
                "system, user_id, rank, item_id",
                [
                    .. users.SelectMany(user =>
                        user.A.Select((item, place) => (object)("baseline", user.User, place + 1, item.ToString()))
                            .Concat(user.B.Select((item, place) => (object)("personalize", user.User, place + 1, item.ToString())))
                    ),
                ]
            );
        var expected = rig.Read(
            "hit_overlap",
            "select found_by, user_count, item_count, recall_share, watch_seconds from hit_overlap",
            row => new HitShares.Row(row.GetString(0), row.GetInt64(1), row.GetInt64(2), row.GetDouble(3), row.GetInt64(4))
        );

        var shares = new HitShares(26);
        foreach (var (_, a, b, truth) in users)
            shares.Add(Numbers(a), Numbers(b), Numbers(truth), truth.Select(item => (double)item).ToArray());

        Assert.Equal(expected.OrderBy(row => row.By), shares.Rows.OrderBy(row => row.By));
    }

    private static int[] Numbers(string list) => [.. list.Select(letter => letter - 'a')];

    private static string Letters(Random random, int least) => new([.. "abcdefghijklmno".OrderBy(_ => random.Next()).Take(random.Next(least, 11))]);
}
