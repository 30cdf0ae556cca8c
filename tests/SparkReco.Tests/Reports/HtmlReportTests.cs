using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

public sealed class HtmlReportTests
{
    private const string Hostile =
        "</title></svg></style><script>alert(1)</script><img src=x onerror='a'>\" onload=\"b\u202e\u0000\uFFFF&lt; http://example.org";

    private static readonly Dictionary<string, Func<ReportData>> Kinds = new()
    {
        ["whole"] = () => Some.Report(),
        ["without comparison"] = () => Some.Report().WithoutComparison(),
        ["without evaluation"] = () => Some.Report().WithoutEvaluation(),
        ["without both"] = () => Some.Report().WithoutEvaluation().WithoutComparison(),
        ["nothing"] = Some.Nothing,
        ["not a number"] = () => Some.Report(value: double.NaN),
        ["infinite"] = () => Some.Report(value: double.PositiveInfinity),
        ["zeros"] = () => Some.Report(value: 0),
        ["one user"] = OneUser,
        ["hostile"] = AllHostile,
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Every_report_is_sound(string kind)
    {
        var page = new HtmlPage(Kinds[kind]());
        page.AssertSound();
        Assert.Equal(9, page.Elements("section").Count());
        Assert.All(page.Elements("section"), section => Assert.NotEmpty(section.Elements("p").First().Value));
    }

    [Fact]
    public void Hostile_texts_stay_texts()
    {
        var page = new HtmlPage(AllHostile());
        Assert.DoesNotContain("<script", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page.Source, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u202e', page.Source);
        Assert.Contains("<script>alert(1)</script>", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_policy_forbids_loads_and_scripts()
    {
        var page = new HtmlPage(Some.Report());
        var policy = page.Elements("meta")
            .Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy")
            .Attribute("content")!
            .Value;
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'; img-src data:", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", page.Source, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void The_verdict_stands_first()
    {
        var summary = new HtmlPage(Some.Report()).Section("summary");
        Assert.Contains("Amazon Personalize is better", summary, StringComparison.Ordinal);
        Assert.Contains("25.0 %Amazon Personalize", summary.Replace("\n", ""), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_Amazon_Personalize_the_page_says_how_to_get_a_comparison()
    {
        var page = new HtmlPage(Some.Report().WithoutComparison());
        Assert.Contains("The baseline beats plain popularity", page.Section("summary"), StringComparison.Ordinal);
        Assert.Contains("inputs.personalize.paths", page.Section("comparison"), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_later_behaviour_the_page_says_how_to_get_an_evaluation()
    {
        var page = new HtmlPage(Some.Report().WithoutEvaluation());
        Assert.Contains("not judged yet", page.Section("summary"), StringComparison.Ordinal);
        Assert.Contains("--run-date", page.Section("evaluation"), StringComparison.Ordinal);
        Assert.Contains("share 2.5 of their first 10 items", page.Section("comparison"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_difference_that_is_no_verdict_is_not_coloured()
    {
        var data = Some.Report();
        var page = new HtmlPage(
            data with
            {
                Comparison =
                [
                    .. data.Comparison.Select(row => row with { Verdict = row.Verdict == "agreement" ? "agreement" : "no clear difference" }),
                ],
            }
        );
        var comparison = page.Elements("section").Single(section => (string?)section.Attribute("id") == "comparison");
        var plots = comparison.Descendants().Where(element => element.Name.LocalName == "circle").Select(dot => dot.Attribute("class")!.Value);
        Assert.All(plots, colour => Assert.Equal("chart-fill-even", colour));
        Assert.Contains("No clear difference between the two", page.Section("summary"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_segment_of_few_users_is_in_the_table_but_does_not_stretch_the_chart()
    {
        var data = Some.Report();
        var page = new HtmlPage(
            data with
            {
                Comparison = [.. data.Comparison.Select(row => row.Segment == "tier=paid" ? row with { Users = 29, Low = -900, High = 900 } : row)],
            }
        );
        var charts = page.Elements("svg").Where(chart => chart.Elements().First().Value.StartsWith("For whom", StringComparison.Ordinal)).ToArray();

        Assert.Equal(3, charts.Length);
        Assert.All(charts, chart => Assert.DoesNotContain("Paid users", chart.Value, StringComparison.Ordinal));
        Assert.Contains("Segments of fewer than 30 users are in the table only.", page.Section("comparison"), StringComparison.Ordinal);
        Assert.Contains(page.Elements("tr"), row => row.Value.StartsWith("Paid users", StringComparison.Ordinal));
    }

    [Fact]
    public void The_systems_have_the_same_colours_everywhere()
    {
        var page = new HtmlPage(Some.Report());

        // The default report's differences all name Amazon Personalize.
        var plots = page.Elements("circle")
            .Where(dot =>
                ((string?)dot.Attribute("class"))!.StartsWith("chart-fill-", StringComparison.Ordinal)
                && dot.Ancestors().Any(at => (string?)at.Attribute("id") == "comparison")
            );
        Assert.All(plots, dot => Assert.Equal("chart-fill-2", dot.Attribute("class")!.Value));
        Assert.Equal(
            "verdict personalize",
            page.Elements("div")
                .First(box => ((string?)box.Attribute("class") ?? "").StartsWith("verdict", StringComparison.Ordinal))
                .Attribute("class")!
                .Value
        );
    }

    [Fact]
    public void The_size_has_a_bound()
    {
        var title = new string('&', 100_000);
        var data = Some.Report(title) with
        {
            Rejections = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.Rejection(title, 1, title))],
            Issues = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.Issue(title, 1, title))],
            PopularItems = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.PopularItem(title, title, 1, 1))],
            Movers = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.Mover(title, title, 1, 2))],
            Days = [.. Enumerable.Range(0, 5000).Select(day => new ReportData.Day(new DateOnly(2020, 1, 1).AddDays(day), 1, 1))],
            Overlaps = [.. Enumerable.Range(0, 5000).Select(common => new ReportData.OverlapShare(common, 1))],
        };
        Assert.InRange(HtmlReport.Render(data).Length, 1, 1_000_000);
    }

    [Fact]
    public void Equal_data_gives_equal_pages() => Assert.Equal(HtmlReport.Render(Some.Report()), HtmlReport.Render(Some.Report()));

    private static ReportData OneUser() =>
        Some.Nothing() with
        {
            Inputs = [new("users", 1, 1, 1, 0, 0, 0, 0, 0)],
            Audiences = [new("paid", 1, 0, 1, 0)],
            Histories = [new("none", 0, 1)],
            Days = [new(new(2026, 8, 31), 1, 1)],
            Events = new(new(2026, 8, 31), new(2026, 8, 31)),
            BusiestUsers = [new("u1", 1, 1, 1, 1)],
            Evaluation =
            [
                new("baseline", "all", "ndcg", 10, 1, 0, double.NaN, double.NaN, 0, double.NaN, double.NaN),
                new("popularity", "all", "ndcg", 10, 1, 0, null, null, null, null, null),
            ],
            Comparison = [new("all", "ndcg", 10, 1, 0, null, null, null, double.NaN, null, null, null, "too few users")],
        };

    private static ReportData AllHostile()
    {
        var data = Some.Report(Hostile);
        return data with
        {
            RunId = Hostile,
            Engine = Hostile,
            Rejections = [new(Hostile, 1, Hostile)],
            Issues = [new(Hostile, 1, Hostile)],
            Audiences = [new(Hostile, 1, 1, 1, 1)],
            Catalogue = [new(Hostile, 1, 1, 1, 1)],
            Activities = [new(Hostile, false, 1)],
            BusiestUsers = [new(Hostile, 1000, 1000, 1000, 1000)],
            Reasons = [new(Hostile, 1, 1)],
            Trials = [new(Hostile, Hostile, 0.5, 0.4, 0.6, IsChosen: true)],
        };
    }
}
