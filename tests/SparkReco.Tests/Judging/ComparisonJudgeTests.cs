using SparkReco.Metrics;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class ComparisonJudgeTests : IDisposable
{
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(0.2, 0.6, "0.2 | 0.6 | 0.4 | personalize is better")]
    [InlineData(0.6, 0.2, "0.6 | 0.2 | -0.4 | baseline is better")]
    [InlineData(0.4, 0.4, "0.4 | 0.4 | 0 | no clear difference")]
    public void The_verdict_names_the_better_system(double baseline, double personalize, string row)
    {
        GivenUsers("all", 100, _ => baseline, _ => personalize);

        Assert.Equal([row], _rig.Rows("comparison_summary", "reference_value, system_value, difference, verdict", "metric = 'ndcg'"));
    }

    [Fact]
    public void A_difference_that_chance_can_make_is_not_clear()
    {
        // 55 users gain 1, 45 lose 1: 0.1 on average, with a standard error of 0.1.
        GivenUsers("all", 100, user => user < 55 ? 0 : 1, user => user < 55 ? 1 : 0);

        Assert.Equal(["0.1 | no clear difference"], _rig.Rows("comparison_summary", "difference, verdict", "metric = 'ndcg'"));
    }

    [Theory]
    [InlineData(29, "too few users")]
    [InlineData(30, "personalize is better")]
    public void With_fewer_than_30_users_there_is_no_verdict(int users, string verdict)
    {
        GivenUsers("all", users, _ => 0, _ => 1);

        Assert.Equal([verdict], _rig.Rows("comparison_summary", "verdict", "metric = 'ndcg'"));
    }

    [Theory]
    [InlineData(1, "personalize is better")]
    [InlineData(5, "no clear difference")]
    public void A_difference_must_be_the_clearer_the_more_segments_are_asked(int segments, string verdict)
    {
        // 61 users gain 1, 39 lose 1: 0.22 with a standard error of 0.098, so p is about 0.024, and after Holm among 5 about 0.12. No segment is all users, whose family is that of the metrics.
        List<object> rows = [];
        for (var segment = 0; segment < segments; segment++)
            rows.AddRange(Users($"segment={segment}", 100, user => user < 61 ? 0 : 1, user => user < 61 ? 1 : 0));
        Give(rows);

        Assert.All(_rig.Rows("comparison_summary", "verdict", "metric = 'ndcg'"), word => Assert.Equal(verdict, word));
    }

    [Fact]
    public void Agreement_has_a_value_and_an_interval_but_no_winner()
    {
        _rig.Given("quality_buckets", "system")
            .Given("user_wins", "segment")
            .Given(
                "overlap_buckets",
                "segment, k, bucket, user_count, overlap, rbo",
                ("all", 5, 1, 2L, 1_000_000_000L, 400_000_000L),
                ("all", 5, 2, 2L, 1_000_000_000L, 400_000_000L)
            );

        Assert.Equal(
            [
                "overlap | 4 | null | null | null | 0.5 | 0.5 | 0.5 | null | agreement",
                "rbo | 4 | null | null | null | 0.2 | 0.2 | 0.2 | null | agreement",
            ],
            _rig.Rows(
                "comparison_summary",
                "metric, user_count, reference_value, system_value, difference, agreement, ci_low, ci_high, p_value, verdict",
                "metric in ('overlap', 'rbo')"
            )
        );
    }

    [Fact]
    public void Each_metric_of_a_users_list_is_judged_by_itself()
    {
        // 100 users, each alone in a bucket: all gain 0.1 of NDCG and lose a minute.
        _rig.Given("overlap_buckets", "segment")
            .Given("user_wins", "segment")
            .Given(
                "quality_buckets",
                "system, segment, k, bucket, user_count, ndcg, watch_seconds",
                [
                    .. Enumerable
                        .Range(0, 100)
                        .SelectMany(user =>
                            new object[]
                            {
                                ("baseline", "all", 5, user, 1L, 100_000_000L, 180L),
                                ("personalize", "all", 5, user, 1L, 200_000_000L, 120L),
                            }
                        ),
                ]
            );

        Assert.Equal(
            ["ndcg | 0.1 | 0.2 | 0.1 | personalize is better", "watch_minutes | 3 | 2 | -1 | baseline is better"],
            _rig.Rows("comparison_summary", "metric, reference_value, system_value, difference, verdict", "metric in ('ndcg', 'watch_minutes')")
        );
        Assert.Equal(MetricList.PerUser.Select(metric => metric.Name).Order(), _rig.Rows("comparison_summary", "metric"));
    }

    [Fact]
    public void A_segment_that_one_system_has_no_lists_for_is_not_judged()
    {
        _rig.Given("overlap_buckets", "segment")
            .Given("user_wins", "segment")
            .Given("quality_buckets", "system, segment, k, bucket, user_count", ("baseline", "all", 5, 1, 40L));

        Assert.Empty(_rig.Rows("comparison_summary", "segment"));
    }

    private void GivenUsers(string segment, int count, Func<int, double> baseline, Func<int, double> personalize) =>
        Give(Users(segment, count, baseline, personalize));

    private void Give(IEnumerable<object> rows) =>
        _rig.Given("quality_buckets", "system, segment, k, bucket, user_count, ndcg", [.. rows])
            .Given("overlap_buckets", "segment")
            .Given("user_wins", "segment");

    /// <summary>Each user alone in a bucket.</summary>
    private static IEnumerable<object> Users(string segment, int count, Func<int, double> baseline, Func<int, double> personalize) =>
        from user in Enumerable.Range(0, count)
        from system in new[] { (Name: "baseline", Value: baseline(user)), (Name: "personalize", Value: personalize(user)) }
        select (object)(system.Name, segment, 5, user, 1L, (long)(system.Value * 1e9));
}
