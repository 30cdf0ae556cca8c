using System.Text.RegularExpressions;
using SparkReco.Configuration;
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
    private static readonly string[] Words = [Verdicts.For("personalize"), Verdicts.For("baseline"), Verdicts.NotClear];

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
    [InlineData("item pairs, re-ranked")]
    [InlineData("item pairs, re-ranked for users with 20 items and more", "ranker.min_history=20")]
    [InlineData("item pairs", "ranker.mode=off")]
    [InlineData("EASE", "item_item.model=ease", "ranker.mode=off")]
    [InlineData("popularity", "blend.item_item=0", "baseline=fixed")]
    public void The_headline_and_the_findings_name_the_baseline(string name, params string[] settings)
    {
        var data = Some.Report() with { Settings = Support.Some.Settings(settings), Ranker = RankerReport.None(Support.Some.Settings(settings)) };

        Assert.EndsWith($" The baseline is {name}.", Headline.Of(data).Basis, StringComparison.Ordinal);
        Assert.EndsWith($" The baseline is {name}.", Headline.Of(data.WithoutComparison()).Basis, StringComparison.Ordinal);
        Assert.Contains($" The baseline is {name}.", Findings.Of(data).Single(finding => finding.Heading == "Baseline").Text);
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
                    && (row.Verdict == Verdicts.For("personalize") || row.Verdict == Verdicts.For("baseline"))
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
        var data = With(("tier=paid", "watch_minutes", Verdicts.For("personalize")), ("tier=free", "ndcg", Verdicts.For("baseline")));

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
        var data = With(("all", "watch_minutes", Verdicts.For("personalize")), ("all", "ndcg", Verdicts.For("baseline")));

        Assert.Equal("Amazon Personalize is better by watch minutes, the baseline is better by NDCG", Headline.Of(data).Answer);
        Assert.Contains("Decide which of these counts most for you.", Finding(data, "What to do"));
    }

    /// <summary>Which side of the pair a system stands on says nothing of it: only Amazon Personalize has a price, only what the company has can be kept.</summary>
    [Theory]
    [InlineData(
        "current",
        "personalize",
        "personalize",
        "Test Amazon Personalize live on these users, and weigh its price against the gain.",
        "pay for more"
    )]
    [InlineData(
        "personalize",
        "current",
        "personalize",
        "Test Amazon Personalize live on these users, and weigh its price against the gain.",
        "pay for more"
    )]
    [InlineData("current", "personalize", "current", "Keep 'current', and look at what Amazon Personalize's lists were made from", "pay for more")]
    [InlineData("personalize", "current", "current", "Keep 'current', and look at what Amazon Personalize's lists were made from", "pay for more")]
    [InlineData(
        "current",
        "baseline",
        "baseline",
        "Test the baseline live on these users before it takes the place of 'current'.",
        "change what people see"
    )]
    [InlineData("baseline", "current", "current", "Keep 'current'.", "change what people see")]
    public void Advice_names_who_is_who_whichever_of_them_is_the_reference(string reference, string system, string better, string what, string before)
    {
        var data = Of(reference, system, better);

        Assert.Contains(what, Advice.Of(data), StringComparison.Ordinal);
        Assert.EndsWith($"confirm them with an A/B test before you {before}.", Advice.Of(data), StringComparison.Ordinal);
        Assert.Equal($"{SparkReco.Reports.Words.Capital(SparkReco.Reports.Words.Name(better))} is better", Headline.Of(data).Answer);
    }

    [Fact]
    public void A_stand_in_is_no_doubt_about_a_pair_that_it_made_no_lists_of()
    {
        var data = Of("current", "baseline", "baseline");
        data = data with { Settings = data.Settings with { Personalize = new() { Endpoint = "local" } } };

        Assert.Equal("The baseline is better", Headline.Of(data).Answer);
        Assert.DoesNotContain("have Amazon make its lists", Advice.Of(data), StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_a_name_are_no_quotation_mark_with_an_apostrophe() =>
        Assert.Equal(
            ["the baseline's lists", "the lists of 'current'"],
            new[] { "baseline", "current" }.Select(system => SparkReco.Reports.Words.Whose(system, "lists"))
        );

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
                            ReferenceValue = 0,
                            SystemValue = 0,
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
                            ReferenceValue = 0,
                            SystemValue = 0,
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
    public void Where_most_lists_are_missing_the_headline_names_nobody_and_the_advice_is_to_get_them()
    {
        // A tenth of 700 eligible users.
        var data = Covering(0.1);

        Assert.Equal("Not a fair comparison: Amazon Personalize has lists for 70 of 700 eligible users", Headline.Of(data).Answer);
        Assert.Null(Headline.Of(data).System);
        Assert.Empty(Headline.Of(data).Gains);
        Assert.All(Matrix.Of(data).Rows, row => Assert.All(row.Cells, cell => Assert.Equal(Certainty.NotFair, cell!.Certainty)));
        Assert.DoesNotContain("Personalize is better", new HtmlPage(data).Section("answer"), StringComparison.Ordinal);
        Assert.DoesNotContain("Personalize is better", new HtmlPage(data).Section("for-whom"), StringComparison.Ordinal);
        Assert.StartsWith("Amazon Personalize has lists for 70 of 700 eligible users: first", Advice.Of(data), StringComparison.Ordinal);
        Assert.All(new[] { Headline.Of(data).Answer, Advice.Of(data) }, words => Assert.DoesNotContain("is better", words, StringComparison.Ordinal));
        Assert.StartsWith("Not a fair comparison", Finding(data, "Who is better"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.96, "Amazon Personalize is better")] // some users are always new
    [InlineData(0.9, "Amazon Personalize is better (Amazon Personalize has lists for 630 of 700 eligible users)")]
    public void Where_a_few_lists_are_missing_the_answer_says_so(double coverage, string answer) =>
        Assert.Equal(answer, Headline.Of(Covering(coverage)).Answer);

    private static ReportData Covering(double share)
    {
        var data = Some.Report();
        return data with
        {
            Evaluation =
            [
                .. data.Evaluation.Select(row => row is { System: "personalize", Metric: "user_coverage" } ? row with { Value = share } : row),
            ],
        };
    }

    [Theory]
    [InlineData(52, false)] // 52 of 1,052 are less than 5 %
    [InlineData(54, true)] // 54 of 1,054 are more
    public void Places_with_unknown_items_stand_beside_the_answer_where_there_are_more_than_a_few(long unknown, bool isTold)
    {
        var data = Some.Report() with { Issues = [new("personalize", "item_id is not in items", unknown, 0, "part-0:1")] };

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
        var data = Some.Report() with { BusiestUsers = [new("u\u202Eb", 20_000, 19_000, new(2026, 8, 3), 350_000, 3000)] };

        Assert.Contains(@"The user u\u202Eb has", Findings.Of(data).Single(finding => finding.Heading == "Unusual").Text);
    }

    [Fact]
    public void A_user_with_many_times_the_events_of_others_is_named()
    {
        var data = Some.Report() with
        {
            BusiestUsers = [new("bot", 20_000, 19_000, new(2026, 8, 3), 350_000, 3000), new("keen", 900, 30, new(2026, 8, 4), 350_000, 3000)],
        };

        Assert.Contains(
            "The user bot has 20,000 of 350,000 events (5.7 %), 19,000 of them on one day (2026-08-03); a user has 117 on average",
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
            Findings.Of(Some.Report() with { Days = [.. days.Select(day => day with { Events = 100 })] }),
            finding => finding.Heading == "Unusual"
        );
    }

    [Fact]
    public void Days_that_are_missing_between_others_are_named_and_marked()
    {
        var data = Some.Report() with { Days = Days(day => day is not (9 or 10 or 11)) };

        Assert.Equal(
            "There are no events from 2026-08-10 to 2026-08-12, between days with events: is a part of the log missing?",
            Finding(data, "Unusual")
        );
        Assert.Contains("no events from 2026-08-10 to 2026-08-12", new HtmlPage(data).Section("data"), StringComparison.Ordinal);
    }

    [Fact]
    public void Weekends_are_no_gaps_but_what_is_longer_than_they_are_is()
    {
        // 2026-08-01 is a Saturday; the week from the 10th on is missing, which makes nine days.
        Assert.DoesNotContain(Findings.Of(Some.Report() with { Days = Days(day => day % 7 > 1) }), finding => finding.Heading == "Unusual");
        Assert.StartsWith(
            "There are no events from 2026-08-08 to 2026-08-16, between",
            Finding(Some.Report() with { Days = Days(day => day % 7 > 1 && day is not (>= 9 and <= 13)) }, "Unusual"),
            StringComparison.Ordinal
        );
    }

    private static ReportData.Day[] Days(Func<int, bool> isThere) =>
        [.. Enumerable.Range(0, 42).Where(isThere).Select(day => new ReportData.Day(new DateOnly(2026, 8, 1).AddDays(day), 100, 50))];

    [Fact]
    public void Lists_that_nobody_can_judge_yet_are_compared_all_the_same()
    {
        Assert.StartsWith("On average the two systems share", Finding(Some.Report().WithoutEvaluation(), "Agreement"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_clear_only_without_the_others_is_told_apart_from_what_is_not_clear_by_itself()
    {
        // Both intervals leave 0 out, but McNemar's test of the second is above 5 %.
        var row = Some.Report().Compared("hit_rate")! with
        {
            Verdict = Verdicts.NotClear,
            PValue = 0.04,
        };

        Assert.Equal("no clear difference once the number of comparisons is allowed for", Reports(row));
        Assert.Equal("no clear difference", Reports(row with { PValue = 0.06 }));
        static string Reports(ReportData.ComparisonRow row) => SparkReco.Reports.Words.Verdict(row, Some.Report());
    }

    [Fact]
    public void A_lead_over_plain_popularity_by_one_metric_of_many_is_no_lead()
    {
        // 0.021 with an interval of 0.001 to 0.041: z = 0.021 / (0.04 / 3.92) = 2.06, p = 0.04; times the number of metrics above 0.05.
        var data = Some.Report();
        data = data with
        {
            Evaluation =
            [
                .. data.Evaluation.Select(row =>
                    row.OverPopularity is null ? row
                    : row.Metric == "ndcg" ? row with { OverPopularity = 0.021, OverPopularityLow = 0.001, OverPopularityHigh = 0.041 }
                    : row with { OverPopularity = 0, OverPopularityLow = -0.01, OverPopularityHigh = 0.01 }
                ),
            ],
        };

        Assert.Contains("The baseline is not clearly different from plain popularity", Finding(data, "Baseline"));
    }

    [Fact]
    public void An_input_without_a_row_is_told_as_such()
    {
        var data = Some.Report() with { Inputs = [new("users", 1, 10, 10, 0, 0, 0, 0, 0), new("events", 2, 0, 0, 0, 0, 0, 0, 0)] };

        Assert.Equal("users: 10 rows read, 10 kept; events: no row, the files of 'inputs.events.paths' hold none.", Finding(data, "Input"));
    }

    private static string Finding(ReportData data, string heading) => Findings.Of(data).Single(finding => finding.Heading == heading).Text;

    private static IEnumerable<string> Sentences(ReportData data) => [Headline.Of(data).Answer, .. Findings.Of(data).Select(finding => finding.Text)];

    private static string Other(string verdict) => verdict == Verdicts.For("personalize") ? Verdicts.For("baseline") : Verdicts.For("personalize");

    /// <summary>The default report of another pair, one of which is better by all metrics.</summary>
    private static ReportData Of(string reference, string system, string better)
    {
        var data = Some.Report();
        return data with
        {
            Settings = data.Settings with
            {
                Inputs = data.Settings.Inputs with { Lists = new Dictionary<string, InputSource> { ["current"] = null! } },
                Comparison = data.Settings.Comparison with { Pairs = [$"{reference}:{system}"] },
            },
            Comparison =
            [
                .. data.Comparison.Select(row =>
                    row with
                    {
                        Reference = reference,
                        System = system,
                        Verdict = row.Verdict == Verdicts.Agreement ? row.Verdict : Verdicts.For(better),
                    }
                ),
            ],
        };
    }

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
                let gain = verdict == Verdicts.For("personalize") ? 0.02
                : verdict == Verdicts.For("baseline") ? -0.02
                : 0.001
                select new ReportData.ComparisonRow(
                    "baseline",
                    "personalize",
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
            var verdict = clause.Groups["system"].Value == "Amazon Personalize" ? Verdicts.For("personalize") : Verdicts.For("baseline");
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
