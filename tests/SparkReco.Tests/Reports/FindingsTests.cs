using System.Text.RegularExpressions;
using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports;
using SparkReco.Reports.Sections;
using Xunit;

namespace SparkReco.Tests.Reports;

/// <summary>No word about who is better may contradict a row of the tables.</summary>
public sealed partial class FindingsTests
{
    private static readonly string[] Segments = ["all", "tier=free", "tier=paid", "history=none", "history=1-9", "history=10-49", "history=50+"];
    private static readonly string[] Words = [Verdicts.Personalize, Verdicts.Baseline, Verdicts.NotClear];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void No_sentence_claims_what_a_clear_row_contradicts(int seed)
    {
        var random = new Random(seed);
        var claims = 0;
        for (var table = 0; table < 500; table++)
        {
            var data = Table(random);
            foreach (var claim in Sentences(data).SelectMany(Claims))
            {
                claims++;
                var contradiction = data.Comparison.FirstOrDefault(row =>
                    row.K == data.MainCutoff
                    && claim.Segments.Contains(row.Segment)
                    && (claim.Metrics.Count == 0 || claim.Metrics.Contains(row.Metric))
                    && row.Verdict == Other(claim.Verdict)
                );
                Assert.True(contradiction is null, $"'{claim.Text}' against {contradiction}");
                Assert.All(
                    claim.Metrics,
                    metric => Assert.All(claim.Segments, segment => Assert.Equal(claim.Verdict, data.Compared(metric, segment)!.Verdict))
                );
            }
        }

        Assert.InRange(claims, 500 * Segments.Length, int.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Every_clear_row_of_a_headline_metric_is_told(int seed)
    {
        var random = new Random(seed);
        for (var table = 0; table < 300; table++)
        {
            var data = Table(random);
            var claims = Findings.Of(data).Where(finding => finding.Heading == "For whom").SelectMany(finding => Claims(finding.Text)).ToArray();
            foreach (
                var row in data.Comparison.Where(row =>
                    row.K == data.MainCutoff
                    && row.Segment != "all"
                    && row.Verdict is Verdicts.Personalize or Verdicts.Baseline
                    && MetricList.Of(row.Metric).Headline is not null
                )
            )
                Assert.Contains(
                    claims,
                    claim => claim.Verdict == row.Verdict && claim.Segments.Contains(row.Segment) && claim.Metrics.Contains(row.Metric)
                );
        }
    }

    [Fact]
    public void Paid_users_who_watch_more_are_told_although_the_order_of_the_lists_says_nothing_of_them()
    {
        var data = With(("tier=paid", "watch_minutes", Verdicts.Personalize), ("tier=free", "ndcg", Verdicts.Baseline));

        Assert.Contains(
            "Amazon Personalize is better for paid users (by watch minutes). The baseline is better for free users (by NDCG).",
            Finding(data, "What to do")
        );
        Assert.Contains("Amazon Personalize is better for paid users (300; by watch minutes +8.0 %)", Finding(data, "For whom"));
        Assert.Equal("No clear difference over all users, but for some", Headline.Of(data).Answer);
    }

    [Fact]
    public void Metrics_that_disagree_are_both_named()
    {
        var data = With(("all", "watch_minutes", Verdicts.Personalize), ("all", "ndcg", Verdicts.Baseline));

        Assert.Equal("Amazon Personalize is better by watch minutes, the baseline is better by NDCG", Headline.Of(data).Answer);
        Assert.Contains("Decide which of these counts most for you.", Finding(data, "What to do"));
    }

    [Fact]
    public void The_baseline_is_behind_plain_popularity_where_a_metric_says_so()
    {
        var data = Some.Report();
        data = data with
        {
            Evaluation =
            [
                .. data.Evaluation.Select(row =>
                    row.Metric == "watch_minutes" ? row with { OverPopularity = -2, OverPopularityLow = -4, OverPopularityHigh = -0.3 } : row
                ),
            ],
        };

        Assert.Contains("The baseline beats plain popularity by hit rate and NDCG, but is behind it by watch minutes", Finding(data, "Baseline"));
        Assert.StartsWith(
            "The baseline beats plain popularity by hit rate and NDCG, but is behind it",
            Headline.Of(data.WithoutComparison()).Answer,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_metric_that_nobody_has_anything_of_is_left_out()
    {
        var data = Some.Report();
        data = data with
        {
            Evaluation =
            [
                .. data.Evaluation.Select(row =>
                    row.Metric == "watch_minutes"
                        ? row with
                        {
                            Value = 0,
                            Low = 0,
                            High = 0,
                            OverPopularity = 0,
                            OverPopularityLow = 0,
                            OverPopularityHigh = 0,
                        }
                        : row
                ),
            ],
            Comparison =
            [
                .. data.Comparison.Select(row =>
                    row.Metric == "watch_minutes"
                        ? row with
                        {
                            Baseline = 0,
                            Personalize = 0,
                            Difference = 0,
                            Low = 0,
                            High = 0,
                            Verdict = Verdicts.NotClear,
                        }
                        : row
                ),
            ],
        };

        Assert.All(Sentences(data), text => Assert.DoesNotContain("watch minutes", text, StringComparison.OrdinalIgnoreCase));
        Assert.Equal("Amazon Personalize is better", Headline.Of(data).Answer);
    }

    [Fact]
    public void Lists_that_hold_nothing_of_what_people_did_are_said_to()
    {
        var data = Some.Report(value: 0);
        data = data with
        {
            Evaluation = [.. data.Evaluation.Select(row => row with { Value = 0 })],
            Comparison =
            [
                .. data.Comparison.Select(row =>
                    row.Verdict == Verdicts.Agreement
                        ? row
                        : row with
                        {
                            Baseline = 0,
                            Personalize = 0,
                            Difference = 0,
                            Low = 0,
                            High = 0,
                            Verdict = Verdicts.NotClear,
                        }
                ),
            ],
        };

        Assert.Equal("No list of either system holds anything that its user did next.", Finding(data, "Who is better"));
    }

    [Fact]
    public void A_log_that_ends_within_the_days_judged_is_said_in_the_headline()
    {
        var data = Some.Report() with { Events = new(new(2026, 1, 1), new(2026, 9, 6)) };

        Assert.EndsWith("(judged by 6 days of 28: the log ends on 2026-09-06)", Headline.Of(data).Answer, StringComparison.Ordinal);
        Assert.Contains("in the 6 days from 2026-09-01 on that the log has of the 28 asked for", Finding(data, "Baseline"));
        Assert.DoesNotContain("28 days", string.Concat(Sentences(data)), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_that_are_missing_stand_beside_the_answer_and_in_front_of_the_advice()
    {
        // A tenth of 700 eligible users.
        var data = Some.Report();
        data = data with
        {
            Evaluation =
            [
                .. data.Evaluation.Select(row => row is { System: "personalize", Metric: "user_coverage" } ? row with { Value = 0.1 } : row),
            ],
        };

        Assert.EndsWith("(Amazon Personalize has lists for 70 of 700 eligible users)", Headline.Of(data).Answer, StringComparison.Ordinal);
        Assert.StartsWith("Amazon Personalize has lists for 70 of 700 eligible users: first", Advice.Of(data), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(52, false)] // 52 of 1,052 are less than 5 %
    [InlineData(53, true)] // 53 of 1,053 are more
    public void Places_with_unknown_items_stand_beside_the_answer_where_there_are_more_than_a_few(long unknown, bool isTold)
    {
        var data = Some.Report() with { Issues = [new("item_id is not in items", unknown, "part-0:1")] };

        Assert.Equal(
            isTold,
            Headline
                .Of(data)
                .Answer.EndsWith(
                    $"({unknown} of {1000 + unknown:N0} places in Amazon Personalize's lists hold unknown items)",
                    StringComparison.Ordinal
                )
        );
    }

    [Theory]
    [InlineData("2026-09-28")]
    [InlineData("2026-12-31")]
    public void A_log_that_reaches_the_last_day_judged_is_whole(string last)
    {
        var data = Some.Report() with { Events = new(new(2026, 1, 1), DateOnly.Parse(last)) };

        Assert.Equal("Amazon Personalize is better", Headline.Of(data).Answer);
        Assert.Contains("in the 28 days from 2026-09-01 on", Finding(data, "Baseline"));
    }

    [Fact]
    public void Chance_depends_on_the_lengths_of_the_lists()
    {
        // Two users with lists of 10 and 10, and of 10 and 2, of 90 items on offer: (100 + 20) / 90 / 10 / 2 = 1/15.
        var data = Some.Report() with
        {
            ListPairs = [new(10, 2, 120)],
        };

        Assert.Contains("random lists as long as theirs would share 6.7 %", Finding(data, "Agreement"));
    }

    [Fact]
    public void A_user_id_is_shown_with_what_is_invisible_in_it()
    {
        var data = Some.Report() with { BusiestUsers = [new("u\u202Eb", 20_000, 19_000, 350_000, 3000)] };

        Assert.Contains(@"The user u\u202Eb has", Findings.Of(data).Single(finding => finding.Heading == "Unusual").Text);
    }

    [Fact]
    public void A_user_with_many_times_the_events_of_others_is_named()
    {
        var data = Some.Report() with { BusiestUsers = [new("bot", 20_000, 19_000, 350_000, 3000), new("keen", 900, 30, 350_000, 3000)] };

        Assert.Contains(
            "The user bot has 20,000 of 350,000 events (5.7 %), 19,000 of them on one day; a user has 117 on average",
            Finding(data, "Unusual")
        );
        Assert.DoesNotContain("keen", Finding(data, "Unusual"));
    }

    [Fact]
    public void A_day_with_many_times_the_events_of_others_is_named()
    {
        var days = Enumerable
            .Range(0, 30)
            .Select(day => new ReportData.Day(new DateOnly(2026, 8, 1).AddDays(day), day == 9 ? 600 : 100, 50))
            .ToArray();

        Assert.Equal("The day 2026-08-10 has 600 events, 6.0 times as many as a usual day.", Finding(Some.Report() with { Days = days }, "Unusual"));
        Assert.DoesNotContain(
            Findings.Of(Some.Report() with { Days = [.. days.Where(day => day.Events == 100)] }),
            finding => finding.Heading == "Unusual"
        );
    }

    [Fact]
    public void An_input_without_a_row_is_told_as_such()
    {
        var data = Some.Report() with { Inputs = [new("users", 1, 10, 10, 0, 0, 0, 0, 0), new("events", 2, 0, 0, 0, 0, 0, 0, 0)] };

        Assert.Equal("users: 10 rows read, 10 kept; events: no row, the files of 'inputs.events.paths' hold none.", Finding(data, "Input"));
    }

    private static string Finding(ReportData data, string heading) => Findings.Of(data).Single(finding => finding.Heading == heading).Text;

    private static IEnumerable<string> Sentences(ReportData data) =>
        [Headline.Of(data).Answer, ComparisonSection.Section.Takeaway(data), .. Findings.Of(data).Select(finding => finding.Text)];

    private static string Other(string verdict) => verdict == Verdicts.Personalize ? Verdicts.Baseline : Verdicts.Personalize;

    /// <summary>The default report with no clear difference but where told.</summary>
    private static ReportData With(params (string Segment, string Metric, string Verdict)[] clear)
    {
        var data = Some.Report();
        return data with
        {
            Comparison =
            [
                .. data.Comparison.Select(row =>
                    row.Verdict == Verdicts.Agreement
                        ? row
                        : row with
                        {
                            Verdict =
                                clear.FirstOrDefault(one => one.Segment == row.Segment && one.Metric == row.Metric).Verdict ?? Verdicts.NotClear,
                        }
                ),
            ],
        };
    }

    /// <summary>Each segment and metric has a verdict of its own, so that most tables contradict themselves.</summary>
    private static ReportData Table(Random random) =>
        Some.Report() with
        {
            Comparison =
            [
                .. from segment in Segments
                let isFew = random.Next(6) == 0
                let quiet = random.Next(3)
                from metric in MetricList.PerUser
                let verdict = isFew ? Verdicts.TooFewUsers
                : random.Next(3) < quiet ? Verdicts.NotClear
                : Words[random.Next(Words.Length)]
                let gain = verdict == Verdicts.Personalize ? 0.02
                : verdict == Verdicts.Baseline ? -0.02
                : 0.001
                select new ReportData.ComparisonRow(
                    segment,
                    metric.Name,
                    10,
                    isFew ? 20 : 300,
                    0.25,
                    0.25 + gain,
                    gain,
                    null,
                    gain - 0.01,
                    gain + 0.01,
                    0.01,
                    0.01,
                    verdict
                ),
            ],
        };

    private sealed record Claim(string Text, string Verdict, IReadOnlyList<string> Segments, IReadOnlyList<string> Metrics);

    /// <summary>What a text says of who is better: for whom (all where nobody is named) and by what (all where nothing is).</summary>
    private static IEnumerable<Claim> Claims(string text)
    {
        foreach (Match clause in Clause().Matches(text))
        {
            var verdict = clause.Groups["system"].Value == "Amazon Personalize" ? Verdicts.Personalize : Verdicts.Baseline;
            // A sentence that begins with "For free users" speaks of them to its end.
            var start = text.LastIndexOf(". ", clause.Index, StringComparison.Ordinal) + 1;
            var prefix = text[start..clause.Index].Trim();
            var scope = prefix.StartsWith("For ", StringComparison.Ordinal) ? NamedIn(prefix) : [];
            var rest = clause.Groups["rest"].Value;
            // A figure names its metric before its numbers.
            if (MetricList.Headlines.FirstOrDefault(metric => prefix.Contains(metric.HeadlineAt(10), StringComparison.Ordinal)) is { } figure)
            {
                yield return new Claim(clause.Value, verdict, ["all"], [figure.Name]);
                continue;
            }

            var segments = Segments.Where(segment => rest.Contains(Spoken(segment), StringComparison.Ordinal)).ToArray();
            if (segments.Length == 0)
                yield return new Claim(clause.Value, verdict, scope.Length > 0 ? scope : ["all"], Metrics(rest));
            foreach (var segment in segments)
                yield return new Claim(clause.Value, verdict, [segment], Metrics(After(rest, Spoken(segment))));
        }
    }

    private static string[] NamedIn(string text) => [.. Segments.Where(segment => text.Contains(Spoken(segment), StringComparison.Ordinal))];

    private static string Spoken(string segment) => SparkReco.Reports.Words.Segment(segment);

    /// <summary>What stands in the brackets after a name.</summary>
    private static string After(string text, string name)
    {
        var from = text.IndexOf(name, StringComparison.Ordinal) + name.Length;
        return text[from..text.IndexOf(')', from)];
    }

    private static string[] Metrics(string text) =>
        text.Contains("by ", StringComparison.Ordinal)
            ?
            [
                .. MetricList
                    .PerUser.Where(metric => Regex.IsMatch(text, $@"\b{metric.Title}\b", RegexOptions.None, TimeSpan.FromSeconds(1)))
                    .Select(metric => metric.Name),
            ]
            : [];

    [GeneratedRegex(
        @"(?<system>Amazon Personalize|[Tt]he baseline) is better(?<rest>.*?)(?=, the baseline is|\. |\.$|$)",
        RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Clause();
}
