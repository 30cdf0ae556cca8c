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
        Assert.Equal("answer", page.Elements("section").First().Attribute("id")!.Value);
        Assert.All(page.Elements("section"), section => Assert.NotEmpty(section.Elements("p").First().Value));
    }

    [Fact]
    public void The_sections_stand_in_the_order_in_which_people_ask() =>
        Assert.Equal(
            ["answer", "trust", "for-whom", "experiment", "brings", "alike", "worth", "since", "data", "method"],
            new HtmlPage(Some.Report()).Elements("section").Select(section => section.Attribute("id")!.Value)
        );

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
    public void The_answer_stands_first_in_peoples_units_with_the_matrix()
    {
        // Each metric of 300 users is 0.25 against 0.27, with an interval of the difference from 0.01 to 0.03.
        var page = new HtmlPage(Some.Report());
        var answer = page.Section("answer");

        Assert.Contains("Amazon Personalize is better", answer, StringComparison.Ordinal);
        Assert.Contains("2.0 more users in a hundred find something with Amazon Personalize", answer, StringComparison.Ordinal);
        Assert.Contains("27.0 %, the baseline 25.0 %; +2.0 pp, 95 % interval +1.0 to +3.0 pp", answer, StringComparison.Ordinal);
        Assert.Equal(5, page.Elements("table").First().Descendants().Count(element => (string?)element.Attribute("class") == "count"));
    }

    [Fact]
    public void Without_lists_to_compare_with_the_page_says_how_to_get_them()
    {
        var page = new HtmlPage(Some.Report().WithoutComparison());
        Assert.Contains("The baseline beats plain popularity", page.Section("answer"), StringComparison.Ordinal);
        Assert.Contains("inputs.personalize.paths", page.Section("answer"), StringComparison.Ordinal);
        Assert.DoesNotContain(page.Elements("section"), section => (string?)section.Attribute("id") is "for-whom" or "alike" or "brings");
    }

    [Fact]
    public void Without_later_behaviour_the_page_says_how_to_get_an_evaluation()
    {
        var page = new HtmlPage(Some.Report().WithoutEvaluation());
        Assert.Contains("not judged yet", page.Section("answer"), StringComparison.Ordinal);
        Assert.Contains("--run-date", page.Section("worth"), StringComparison.Ordinal);
        Assert.Contains("shares 2.5 with the other system's", page.Section("alike"), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nobody_can_judge_words_stand_in_the_place_of_bars_of_nothing()
    {
        var judged = new HtmlPage(Some.Report());
        var page = new HtmlPage(Some.Report().WithoutEvaluation());

        Assert.Contains("What only one of them shows, and whether it was liked", judged.Section("brings"), StringComparison.Ordinal);
        Assert.DoesNotContain("What only one of them shows, and whether it was liked", page.Section("brings"), StringComparison.Ordinal);
        Assert.Contains(
            "Whether people liked what only one of them shows cannot be told: no eligible user did anything new in the 28 days from 2026-09-01 on.",
            page.Section("brings"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_difference_that_is_no_verdict_is_hollow_in_charts_and_in_the_matrix()
    {
        var page = new HtmlPage(NotClear(Some.Report()));
        var plots = page.Within("for-whom", "circle").Select(dot => dot.Attribute("class")!.Value);
        Assert.All(plots, style => Assert.Equal("chart-hollow", style));
        Assert.All(page.Within("answer", "td"), cell => Assert.Equal("unclear", (string?)cell.Attribute("class")));
        Assert.Contains("No evidence of a difference between the two", page.Section("answer"), StringComparison.Ordinal);
        Assert.DoesNotContain("equal", page.Section("answer"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_not_clear_says_what_would_have_been_seen()
    {
        var data = NotClear(Some.Report());
        data = data with { Comparison = [.. data.Comparison.Select(row => row with { Detectable = 0.015 })] };

        Assert.Contains("1.5 pp or more would have been seen in 80 of 100 cases", new HtmlPage(data).Section("answer"), StringComparison.Ordinal);
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
        var panels = page.Within("for-whom", "svg").ToArray();

        Assert.All(panels, chart => Assert.DoesNotContain("paid", chart.Value, StringComparison.Ordinal));
        Assert.All(panels, chart => Assert.DoesNotContain("±900", chart.Value, StringComparison.Ordinal));
        Assert.Contains(page.Within("for-whom", "tr"), row => row.Value.StartsWith("Paid users", StringComparison.Ordinal));
        Assert.Contains("too few users", page.Section("answer"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_systems_have_the_same_colours_everywhere()
    {
        var page = new HtmlPage(Some.Report());

        // The default report's differences all name Amazon Personalize.
        Assert.All(page.Within("for-whom", "circle"), dot => Assert.Equal("chart-fill-2", dot.Attribute("class")!.Value));
        Assert.All(page.Within("answer", "li"), gain => Assert.Equal("system-2", gain.Attribute("class")!.Value));
        Assert.All(
            page.Within("answer", "td").SelectMany(cell => cell.Elements()).Where(element => element.Name.LocalName == "svg"),
            mark => Assert.Equal("mark system-2", mark.Attribute("class")!.Value)
        );
    }

    [Fact]
    public void Named_systems_have_colours_of_their_own()
    {
        var data = Some.Report();
        data = data with
        {
            Settings = data.Settings with
            {
                Inputs = data.Settings.Inputs with
                {
                    Lists = new Dictionary<string, SparkReco.Configuration.InputSource> { ["current"] = null!, ["next"] = null! },
                },
            },
        };

        Assert.Equal(6, new[] { "baseline", "personalize", "popularity", "random", "current", "next" }.Select(data.ColourOf).Distinct().Count());
    }

    [Fact]
    public void Gainers_and_losers_are_in_one_chart()
    {
        // A title is in 10 and 90 users' lists, another in 80 and 20.
        var chart = new HtmlPage(Some.Report())
            .Within("brings", "svg")
            .First(svg => svg.Value.Contains("Items that gain and lose", StringComparison.Ordinal));

        Assert.Contains("+80", chart.Value, StringComparison.Ordinal);
        Assert.Contains("\u221260", chart.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unusual_day_is_named_in_the_chart_that_it_bends()
    {
        var days = Enumerable
            .Range(0, 30)
            .Select(day => new ReportData.Day(new DateOnly(2026, 8, 1).AddDays(day), day == 9 ? 600 : 100, 50))
            .ToArray();
        var chart = new HtmlPage(Some.Report() with { Days = days }).Within("data", "svg").First();

        Assert.Contains("10 Aug: 600 events", chart.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_without_data_is_left_out()
    {
        var data = Some.Report();
        data = data with
        {
            Evaluation = [.. data.Evaluation.Where(row => row.Metric != "watch_minutes")],
            Comparison = [.. data.Comparison.Where(row => row.Metric != "watch_minutes")],
        };

        Assert.DoesNotContain("Watch", new HtmlPage(data).Section("answer"), StringComparison.Ordinal);
    }

    [Fact]
    public void The_size_has_a_bound()
    {
        var title = new string('&', 100_000);
        var data = Some.Report(title) with
        {
            Rejections = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.Rejection(title, 1, title))],
            Issues = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.Issue("personalize", title, 1, 1, title))],
            Movers = [.. Enumerable.Range(0, 5000).Select(_ => new ReportData.Mover(title, title, 1, 2))],
            Days = [.. Enumerable.Range(0, 5000).Select(day => new ReportData.Day(new DateOnly(2020, 1, 1).AddDays(day), 1, 1))],
            Overlaps = [.. Enumerable.Range(0, 5000).Select(common => new ReportData.OverlapShare(common, 1))],
        };
        Assert.InRange(HtmlReport.Render(data).Length, 1, 1_000_000);
    }

    [Fact]
    public void Equal_data_gives_equal_pages() => Assert.Equal(HtmlReport.Render(Some.Report()), HtmlReport.Render(Some.Report()));

    private static ReportData NotClear(ReportData data) =>
        data with
        {
            Comparison = [.. data.Comparison.Select(row => row with { Verdict = row.Verdict == "agreement" ? "agreement" : "no clear difference" })],
        };

    private static ReportData OneUser() =>
        Some.Nothing() with
        {
            Inputs = [new("users", 1, 1, 1, 0, 0, 0, 0, 0)],
            Audiences = [new("paid", 1, 0, 1, 0)],
            Days = [new(new(2026, 8, 31), 1, 1)],
            Events = new(new(2026, 8, 31), new(2026, 8, 31)),
            BusiestUsers = [new("u1", 1, 1, new(2026, 8, 31), 1, 1)],
            Evaluation =
            [
                new("baseline", "all", "ndcg", 10, 1, 0, double.NaN, double.NaN, 0, double.NaN, double.NaN),
                new("popularity", "all", "ndcg", 10, 1, 0, null, null, null, null, null),
            ],
            Comparison = [new("baseline", "personalize", "all", "ndcg", 10, 1, 0, null, null, null, double.NaN, null, null, null, "too few users")],
        };

    private static ReportData AllHostile()
    {
        var data = Some.Report(Hostile);
        return data with
        {
            RunId = Hostile,
            Engine = Hostile,
            Rejections = [new(Hostile, 1, Hostile)],
            Issues = [new("personalize", Hostile, 1, 1, Hostile)],
            Audiences = [new(Hostile, 1, 1, 1, 1)],
            Catalogue = [new(Hostile, 1, 1, 1, 1)],
            Activities = [new(Hostile, false, 1)],
            BusiestUsers = [new(Hostile, 1000, 1000, new(2026, 8, 3), 1000, 1000)],
            Reasons = [new(Hostile, 1, 1)],
            Trials = [new(Hostile, Hostile, 0.5, 0.4, 0.6, IsChosen: true)],
            Evaluation = [.. data.Evaluation, .. data.Evaluation.Select(row => row with { Segment = "country=" + Hostile })],
            Comparison =
            [
                .. data.Comparison,
                .. data.Comparison.Where(row => row.Segment == "all").Select(row => row with { Segment = "country=" + Hostile }),
            ],
        };
    }
}
