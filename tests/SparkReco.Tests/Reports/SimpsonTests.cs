using SparkReco.Experiments;
using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

public sealed class SimpsonTests
{
    [Fact]
    public void A_source_that_is_ahead_over_all_and_behind_in_every_tier_is_a_paradox()
    {
        // Clicks of a hundred impressions: paid 30 old, 20 new; free 10 old, 5 new. Of the old's impressions 10 % are paid, of the new's 90 %:
        // 0.1 x 30 + 0.9 x 10 = 12 against 0.9 x 20 + 0.1 x 5 = 18.5.
        var data = Some.Report() with
        {
            Experiment = Test(Row("all", 0.12, 0.185), Row("tier=paid", 0.3, 0.2), Row("tier=free", 0.1, 0.05)),
        };
        const string told = "By click-through rate 'personalize' is ahead over all people who were shown lists, but 'baseline' in all 2 tiers:";

        Assert.Equal(("personalize", "baseline", 2), Simpson.Of(data.Experiment) is [var one] ? (one.Overall, one.Other, one.Tiers) : default);
        Assert.Contains(told, Headline.Of(data).Test, StringComparison.Ordinal);
        Assert.Contains(told, Findings.Of(data).Single(finding => finding.Heading == "Shown lists").Text, StringComparison.Ordinal);
        Assert.Contains(told, new HtmlPage(data).Section("for-whom").Replace("\n", " ", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void A_tier_that_is_as_the_whole_is_none() =>
        Assert.Empty(Simpson.Of(Test(Row("all", 0.12, 0.185), Row("tier=paid", 0.3, 0.35), Row("tier=free", 0.1, 0.05))));

    private static ExperimentReport Test(params ExperimentReport.SummaryRow[] rows) =>
        new(
            [new("personalize", "all", "click_through_rate", 4000, 500, 0.1, 0.09, 0.11)],
            rows,
            [new("baseline", "personalize", "users", 500, 500, CheckStatus.Ok, "The smaller arm has 500 users.")]
        );

    private static ExperimentReport.SummaryRow Row(string segment, double control, double treatment) =>
        new(
            "baseline",
            "personalize",
            segment,
            "click_through_rate",
            ExperimentKind.AbTest,
            new(2026, 7, 1),
            new(2026, 8, 2),
            500,
            510,
            control,
            treatment,
            treatment - control,
            treatment - control - 0.001,
            treatment - control + 0.001,
            (treatment - control) / control,
            null,
            null,
            0.0001,
            null,
            null,
            null,
            null,
            0.0002,
            null,
            null,
            null,
            null,
            treatment > control ? ExperimentVerdict.Treatment : ExperimentVerdict.Control
        );
}
