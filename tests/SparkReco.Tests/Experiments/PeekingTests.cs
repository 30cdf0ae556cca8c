using SparkReco.Experiments;
using Xunit;

namespace SparkReco.Tests.Experiments;

/// <summary>Looks at a test of 28 days, every 14 days.</summary>
public sealed class PeekingTests
{
    private static readonly DateOnly FirstOn = new(2026, 7, 1);

    // The same users twice; and 8 and 10 users, each of whom clicks 0 or 1 of 10 with the control, 1 or 2 of 10 with the treatment: 0.1 more, with
    // a standard error of 0.025, where the interval of all looks reaches 15 of them.
    private static readonly Arms Alike = new(SomeArms.Sum(SomeArms.Control), SomeArms.Sum(SomeArms.Control));
    private static readonly Arms Apart = new(
        SomeArms.Sum(Enumerable.Range(0, 8).Select(user => new long[] { user % 2, 10, 0, 0 })),
        SomeArms.Sum(Enumerable.Range(0, 10).Select(user => new long[] { 1 + (user % 2), 10, 0, 0 }))
    );

    [Fact]
    public void A_look_on_the_last_day_is_the_planned_one_and_no_peeking()
    {
        var check = Peeking((14, Alike), (28, Apart));

        Assert.Equal((0, CheckStatus.Ok), (check.Value, check.Status));
        Assert.StartsWith(
            "Looking every 14 days, before the test's last day click-through rate differed with p below 0.05 at 0 of 1 looks;",
            check.Message
        );
    }

    [Fact]
    public void A_difference_at_a_look_before_the_last_that_later_ones_do_not_bear_out_is_told()
    {
        var check = Peeking((14, Apart), (28, Alike));

        Assert.Equal((1, CheckStatus.Warning), (check.Value, check.Status));
        Assert.Contains("at 1 of 1 looks; the interval that holds at all looks together never left out 0.", check.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_without_a_look_before_its_last_day_says_so() =>
        Assert.Equal("There was no look before the test's last day: it is too short for one every 14 days.", Peeking((28, Apart)).Message);

    private static ExperimentCheck Peeking(params (int Day, Arms Arms)[] looks)
    {
        var metric = ExperimentMetric.All[0].Name;
        var experiment = new Experiment("a", "b", ExperimentKind.AbTest, FirstOn, FirstOn.AddDays(27), LookDays: 14);
        var sums = new ExperimentSums(
            experiment,
            new Dictionary<(string Segment, string Metric), Arms> { [("all", metric)] = looks[^1].Arms },
            [],
            looks.ToDictionary(look => (metric, FirstOn.AddDays(look.Day - 1)), look => look.Arms)
        );
        return ExperimentChecks.Of(sums, 0.5, 0.95).Single(check => check.Name == "peeking");
    }
}
