using SparkReco.Experiments;
using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

public sealed class ExperimentSectionTests
{
    [Fact]
    public void A_test_in_the_log_is_told_with_its_winner_and_the_tier_that_differs()
    {
        var report = new ExperimentReport(
            [Source("new", "all"), Source("old", "all")],
            [
                Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment),
                Row("tier=free", "click_through_rate", -0.2, ExperimentVerdict.Control),
                Row("tier=paid", "click_through_rate", 0.3, ExperimentVerdict.Treatment),
            ],
            [Check(CheckStatus.Ok)]
        );

        var section = Section(report);

        Assert.Contains(
            "an A/B test of new against old (1 July 2026 to 2 August 2026): new is better by click-through rate (+10.0 %). For free users old is better by click-through rate (−20.0 %).",
            section,
            StringComparison.Ordinal
        );
        Assert.Equal("new", report.Findings()[0].Winner);
    }

    [Fact]
    public void Watch_time_and_completions_by_source_are_seen_without_opening_a_table()
    {
        var report = new ExperimentReport(
            [
                .. from metric in new[] { "click_through_rate", "watch_minutes_per_impression", "completions_per_impression" }
                from source in new[] { "new", "old" }
                select Source(source, "all") with
                {
                    Metric = metric,
                },
            ],
            [],
            []
        );

        var page = new HtmlPage(Some.Report() with { Experiment = report });

        Assert.Equal(
            ["Click-through rate", "Watch minutes per impression", "Completions per impression"],
            page.Within("experiment", "h4").Select(title => title.Value)
        );
    }

    [Fact]
    public void A_test_of_the_log_is_one_sentence_for_those_who_read_no_report()
    {
        var data = OfPair(Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment));

        Assert.Equal(
            "The log holds an A/B test of personalize against baseline (1 July 2026 to 2 August 2026): personalize is better by click-through rate (+10.0 %).",
            Findings.AbTest(data)
        );
        Assert.Null(Findings.AbTest(Some.Report()));
        Assert.Contains(
            "cannot be trusted: a check failed",
            Findings.AbTest(OfPair(Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment), CheckStatus.Failed)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_test_that_can_be_trusted_leads_headline_and_advice_with_the_parts_that_differ()
    {
        var data = OfPair(
            Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment),
            Row("tier=free", "click_through_rate", -0.2, ExperimentVerdict.Control)
        );

        Assert.Equal("In an A/B test 'personalize' did better than 'baseline', but not for all", Headline.Of(data).Answer);
        Assert.Equal("Amazon Personalize is better", Headline.Of(data).Lists);
        Assert.StartsWith(
            "In an A/B test 'personalize' did better than 'baseline', but not for all: show free users the lists of 'baseline'; show all others the lists of 'personalize'. For free users baseline is better by click-through rate (\u221220.0 %).",
            Advice.Of(data)
        );
        Assert.DoesNotContain("confirm them with an A/B test", Advice.Of(data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_of_other_sources_than_the_compared_systems_leads_nothing_and_stays_in_its_section()
    {
        var data = Some.Report() with
        {
            Experiment = new(
                [Source("new", "all"), Source("old", "all")],
                [Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment)],
                [Check(CheckStatus.Ok)]
            ),
        };

        Assert.Equal("Amazon Personalize is better", Headline.Of(data).Answer);
        Assert.Contains("confirm them with an A/B test", Advice.Of(data), StringComparison.Ordinal);
        Assert.Contains("an A/B test of new against old", Section(data.Experiment), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_leads_whichever_of_the_two_systems_is_its_control()
    {
        var data = Some.Report() with
        {
            Experiment = new(
                [],
                [Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment) with { Control = "personalize", Treatment = "baseline" }],
                []
            ),
        };

        Assert.Equal("In an A/B test 'baseline' did better than 'personalize'", Headline.Of(data).Answer);
    }

    [Fact]
    public void A_tier_differs_by_any_metric_that_is_clear_for_the_other_system()
    {
        // Of all users only watch time is clear, for personalize. Free users' watch time is clear for the baseline; paid users' clicks for personalize, as all.
        var data = OfPair(
            Row("all", "click_through_rate", 0, ExperimentVerdict.NotClear),
            Row("all", "watch_minutes_per_impression", 0.1, ExperimentVerdict.Treatment),
            Row("tier=free", "click_through_rate", 0.01, ExperimentVerdict.NotClear),
            Row("tier=free", "watch_minutes_per_impression", -0.2, ExperimentVerdict.Control),
            Row("tier=paid", "click_through_rate", 0.3, ExperimentVerdict.Treatment)
        );

        Assert.Contains(
            ": show free users the lists of 'baseline'; show all others the lists of 'personalize'. For free users baseline is better by watch minutes per impression (\u221220.0 %). A test shows",
            Advice.Of(data),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_tier_whose_metrics_name_both_systems_is_advised_to_decide_which_counts()
    {
        var data = OfPair(
            Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment),
            Row("tier=free", "click_through_rate", 0.2, ExperimentVerdict.Treatment),
            Row("tier=free", "likes_per_impression", -0.2, ExperimentVerdict.Control)
        );

        Assert.Contains(
            ": for free users, of whom metrics say different things, decide which counts most for you; show all others the lists of 'personalize'. For free users baseline is better by likes per impression (\u221220.0 %).",
            Advice.Of(data),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_verdict_is_told_and_drawn_with_the_adjusted_difference_that_it_rests_on()
    {
        // Unadjusted 0.1 of the control's 0.1 less: -10 %. Adjusted 0.003 more: +3 %, from 0.001 to 0.005, so from +1 to +5 %.
        var row = Row("all", "click_through_rate", -0.1, ExperimentVerdict.Treatment) with
        {
            CupedDifference = 0.003,
            CupedLow = 0.001,
            CupedHigh = 0.005,
        };
        var data = OfPair(row, row with { Segment = "tier=paid" });

        Assert.Contains("'personalize' is ahead by click-through rate (+3.0 %)", Headline.Of(data).Test, StringComparison.Ordinal);
        var section = new HtmlPage(data).Section("experiment");
        Assert.Contains("personalize is better by click-through rate (+3.0 %)", section, StringComparison.Ordinal);
        // The chart of all users is in percent, that of segments in points.
        Assert.Contains("+3.0 % (+1.0 to +5.0)", section, StringComparison.Ordinal);
        Assert.Contains("+0.30 pp (+0.10 to +0.50)", section, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CheckStatus.Failed, ExperimentKind.AbTest)]
    [InlineData(CheckStatus.Ok, ExperimentKind.Observational)]
    public void What_is_no_test_or_cannot_be_trusted_leads_nothing(string status, string kind)
    {
        var data = OfPair(Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment) with { Kind = kind }, status);

        Assert.Equal("Amazon Personalize is better", Headline.Of(data).Answer);
        Assert.Contains("confirm them with an A/B test", Advice.Of(data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_without_a_clear_difference_says_what_it_would_have_found()
    {
        var data = OfPair(Row("all", "click_through_rate", 0.01, ExperimentVerdict.NotClear));

        Assert.Equal("An A/B test of 'personalize' against 'baseline' shows no evidence of a difference", Headline.Of(data).Answer);
        Assert.Contains("it would have found 0.10 % or more in 80 of 100 cases", Advice.Of(data), StringComparison.Ordinal);
    }

    [Fact]
    public void A_test_with_a_failed_check_is_not_trusted()
    {
        var report = new ExperimentReport(
            [Source("new", "all")],
            [Row("all", "click_through_rate", 0.1, ExperimentVerdict.NotTrusted)],
            [Check(CheckStatus.Failed)]
        );

        Assert.Contains("cannot be trusted", Section(report), StringComparison.Ordinal);
        Assert.Null(report.Findings()[0].Winner);
    }

    [Fact]
    public void Without_sources_the_section_says_how_to_log_them() =>
        Assert.Contains("none of its impressions names a source", Section(ExperimentReport.Empty), StringComparison.Ordinal);

    [Fact]
    public void A_source_may_have_any_name()
    {
        const string hostile = "<script>alert(1)</script>\u202e&\"'";
        var report = new ExperimentReport(
            [Source(hostile, "all"), Source(hostile, "position=1"), Source(hostile, "position=11+"), Source("old", "week=2026-07-06")],
            [Row("all", "click_through_rate", 0.1, ExperimentVerdict.Treatment) with { Treatment = hostile }],
            [Check(CheckStatus.Warning) with { Treatment = hostile, Message = hostile }]
        );

        var page = new HtmlPage(Some.Report() with { Experiment = report });

        page.AssertSound();
        Assert.DoesNotContain("<script", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<script>alert(1)</script>", page.Section("experiment"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_lists_would_have_been_clicked_is_shown_with_its_effective_size()
    {
        var report = ExperimentReport.Empty with
        {
            Policies =
            [
                new("baseline", "snips", 0.12, 0.1, 0.14, 5000, 900, 640, 12.5, "Enough."),
                new("baseline", "ips", null, null, null, 5, 1, 1, 2, "Too few."),
            ],
        };

        var section = Section(report);

        Assert.Contains("Enough.", section, StringComparison.Ordinal);
        Assert.Contains("12.00 %", section, StringComparison.Ordinal);
        Assert.Contains("640", section, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    public void Figures_that_are_none_leave_a_sound_page(double value)
    {
        var row = Row("all", "click_through_rate", value, ExperimentVerdict.NotClear) with { ControlValue = value, Low = value, High = null };

        new HtmlPage(
            Some.Report() with
            {
                Experiment = new([Source("new", "all") with { Value = value, Low = null }], [row], [Check(CheckStatus.Ok)]),
            }
        ).AssertSound();
    }

    /// <summary>A report whose log holds a test of the two systems that it compares.</summary>
    private static ReportData OfPair(params ExperimentReport.SummaryRow[] rows) => OfPair(rows, CheckStatus.Ok);

    private static ReportData OfPair(ExperimentReport.SummaryRow row, string status) => OfPair([row], status);

    private static ReportData OfPair(ExperimentReport.SummaryRow[] rows, string status) =>
        Some.Report() with
        {
            Experiment = new(
                [Source("personalize", "all"), Source("baseline", "all")],
                [.. rows.Select(row => row with { Control = "baseline", Treatment = "personalize" })],
                [Check(status) with { Control = "baseline", Treatment = "personalize" }]
            ),
        };

    private static string Section(ExperimentReport report) =>
        new HtmlPage(Some.Report() with { Experiment = report }).Section("experiment").Replace("\n", " ", StringComparison.Ordinal);

    private static ExperimentReport.SourceRow Source(string source, string segment) =>
        new(source, segment, "click_through_rate", 4000, 500, 0.1, 0.09, 0.11);

    private static ExperimentReport.CheckRow Check(string status) => new("old", "new", "users", 500, 500, status, "The smaller arm has 500 users.");

    private static ExperimentReport.SummaryRow Row(string segment, string metric, double relative, string verdict) =>
        new(
            "old",
            "new",
            segment,
            metric,
            ExperimentKind.AbTest,
            new(2026, 7, 1),
            new(2026, 8, 2),
            500,
            510,
            0.1,
            0.1 + (0.1 * relative),
            0.1 * relative,
            (0.1 * relative) - 0.001,
            (0.1 * relative) + 0.001,
            relative,
            relative - 0.01,
            relative + 0.01,
            0.0001,
            null,
            null,
            null,
            null,
            0.0002,
            -0.1,
            0.2,
            0.001,
            400,
            verdict
        );
}
