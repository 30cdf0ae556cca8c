using SparkReco.Configuration;
using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

public sealed class TrustTests
{
    [Fact]
    public void Places_that_cannot_score_are_counted_per_user_and_both_ways_of_judging_are_named()
    {
        // 700 users have lists; 1,400 of their first places hold what they had: 2 each of 10.
        var data = Some.Report();
        data = data with
        {
            Issues = [new("personalize", "the user had the item before", 3000, 1400, "part-0:1")],
            Evaluation =
            [
                .. data.Evaluation,
                .. data
                    .Evaluation.Where(row => row.System == "personalize" && row.Metric == "hit_rate")
                    .Select(row => row with { System = "personalize_delivered", Value = 0.2 }),
            ],
        };

        var light = Trust.Of(data).Single(light => light.Name == "First places of Amazon Personalize's lists that cannot score");
        Assert.Equal((LightState.Look, "2.0 of 10"), (light.State, light.Value));
        Assert.Contains("20.0 % as delivered, 25.0 % as shown", light.Meaning, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_of_the_reference_that_come_from_outside_have_lights_of_their_own()
    {
        // Delivered: 700 shown, 200 unknown, 100 had before: 200 of 1,000.
        var data = Some.Report();
        data = data with
        {
            Settings = data.Settings with
            {
                Inputs = data.Settings.Inputs with { Lists = new Dictionary<string, InputSource> { ["own"] = null! } },
                Comparison = data.Settings.Comparison with { Pairs = ["own:personalize"] },
            },
            Lists = [new("own", 70, 700)],
            Issues =
            [
                new("own", "item_id is not in items", 200, 20, "own-0:1"),
                new("own", "the user had the item before", 100, 70, "own-0:2"),
                new("own", "the line is no JSON", 9, 0, "own-0:3"),
            ],
            Comparison = [.. data.Comparison.Select(row => row with { Reference = "own" })],
        };
        var lights = Trust.Of(data).ToDictionary(light => light.Name);

        Assert.Equal(
            (LightState.Look, "20.0 %"),
            (lights["Unknown items in the lists of 'own'"].State, lights["Unknown items in the lists of 'own'"].Value)
        );
        Assert.Equal("1.0 of 10", lights["First places of the lists of 'own' that cannot score"].Value);
    }

    [Fact]
    public void Users_with_one_list_and_short_lists_are_counted()
    {
        // 300 with both, 60 and 40 with one: 300 of 400. Of the system 340 lists, all short.
        var data = Some.Report() with
        {
            ListPairs = [new(10, 300, 30_000, 60, 40, 5, 340)],
        };
        var lights = Trust.Of(data).ToDictionary(light => light.Name);

        Assert.Equal((LightState.Look, "300 of 400"), (lights["Users with both lists"].State, lights["Users with both lists"].Value));
        Assert.Equal((LightState.Good, "5 of 360"), (lights["Short lists of the baseline"].State, lights["Short lists of the baseline"].Value));
        Assert.Equal("no list of Amazon Personalize has 10 items", lights["Short lists of Amazon Personalize"].Doubt);
    }

    [Theory]
    [InlineData(0.96, LightState.Good)]
    [InlineData(0.94, LightState.Look)]
    [InlineData(0.79, LightState.Bad)]
    public void Missing_lists_are_a_doubt_and_then_no_comparison(double coverage, LightState state)
    {
        var data = Some.Report();
        data = data with
        {
            Evaluation =
            [
                .. data.Evaluation.Select(row => row is { System: "personalize", Metric: "user_coverage" } ? row with { Value = coverage } : row),
            ],
        };

        Assert.Equal(state, Trust.Of(data).Single(light => light.Name == "Users with a list of Amazon Personalize").State);
        Assert.Equal(state == LightState.Bad, Headline.Of(data).Answer.StartsWith("Not a fair comparison", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_grave_stands_first()
    {
        var data = Some.Report() with { Events = new(new(2026, 1, 1), new(2026, 9, 6)) };

        Assert.Equal("Days judged", Trust.Of(data)[0].Name);
        Assert.Equal("6 of 28", Trust.Of(data)[0].Value);
    }

    [Fact]
    public void The_smallest_difference_that_would_be_seen_is_named()
    {
        // 0.05 of 0.25 is more than a tenth.
        var data = Some.Report();
        data = data with { Comparison = [.. data.Comparison.Select(row => row with { Detectable = 0.05 })] };

        var light = Trust.Of(data).Single(light => light.Name == "Smallest difference that would be seen");
        Assert.Equal((LightState.Look, "5.0 pp"), (light.State, light.Value));
    }

    [Fact]
    public void Sums_over_the_days_judged_are_told_per_month()
    {
        // 15 of 28 days are judged: 2 minutes in them are 4 in 30 days; shares stay.
        var data = Some.Report(value: 2) with
        {
            Events = new(new(2026, 1, 1), new(2026, 9, 15)),
        };
        var monthly = Monthly.Of(data);

        Assert.Equal(4, monthly.Evaluated("baseline", "watch_minutes")!.Value, 1e-12);
        Assert.Equal(0.04, monthly.Compared("watch_minutes")!.Difference!.Value, 1e-12);
        Assert.Equal(2, monthly.Evaluated("baseline", "hit_rate")!.Value);
    }

    [Fact]
    public void Cost_is_told_with_its_bounds_or_without_one()
    {
        var data = Some.Report() with { Costs = [new(500, "setting", 128, 64, 192, 500 / 128d, 500 / 192d, 500 / 64d, null)] };

        Assert.Contains("3.91 for each extra hour (2.60 to 7.81)", new HtmlPage(data).Section("worth"), StringComparison.Ordinal);
        data = data with { Costs = [data.Costs[0] with { HoursLow = -1, PerHourHigh = null }] };
        Assert.Contains("(2.60 or more: the gain may be nothing)", new HtmlPage(data).Section("worth"), StringComparison.Ordinal);
        data = data with { Costs = [new(500, "setting", -12, -20, 4, null, null, null, null)] };
        Assert.Contains(
            "Users watch 12.0 fewer hours a month on its lists (20.0 fewer to 4.0 more): there is no extra hour to pay for.",
            new HtmlPage(data).Section("worth"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Changes_since_the_day_before_are_told_with_the_lists_that_stayed()
    {
        DateOnly before = new(2026, 8, 25);
        var data = Some.Report() with
        {
            History = [new("personalize", "hit_rate", 0.27, before, 0.25)],
            Churn = [new("personalize", before, 100, 5, 3, 0.6, 0.5)],
        };

        Assert.Contains(
            "From 25 August 2026 to 1 September 2026: Amazon Personalize: hit rate 27.0 % (+2.0 pp), 60.0 % of the first 10 items the same.",
            new HtmlPage(data).Section("since"),
            StringComparison.Ordinal
        );
        Assert.Contains("What changed from 25 August 2026 to 1 September 2026", new HtmlPage(data).Section("since"), StringComparison.Ordinal);
    }
}
