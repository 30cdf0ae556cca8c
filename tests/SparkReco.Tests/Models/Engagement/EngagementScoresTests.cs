using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Engagement;

/// <summary>Events of 30 days ago count half with the default half-life, so a point is worth 500,000 micro-points.</summary>
public sealed class EngagementScoresTests
{
    private const string Event = "user_id, item_id, event_type";
    private const int Half = 500_000;

    [Theory]
    [InlineData("click", 1)]
    [InlineData("like", 5)]
    [InlineData("complete", 10)]
    public void An_event_scores_the_points_of_its_type(string type, int points)
    {
        using var rig = Rig();
        rig.Given("interactions", Event, ("u1", "i1", type));

        Assert.Equal([$"u1 | i1 | {points * Half}"], Scores(rig));
    }

    [Fact]
    public void Points_are_settings()
    {
        using var rig = Rig("engagement.points.click=2", "engagement.points.like=3");
        rig.Given("interactions", Event, ("u1", "i1", "click"), ("u1", "i2", "like"));

        Assert.Equal([$"u1 | i1 | {2 * Half}", $"u1 | i2 | {3 * Half}"], Scores(rig));
    }

    [Theory]
    [InlineData(59, 0)]
    [InlineData(60, 1)]
    [InlineData(179, 2)]
    public void Whole_minutes_of_a_days_watching_count(long seconds, int minutes)
    {
        using var rig = Rig();
        rig.Given("interactions", Event + ", watch_seconds", ("u1", "i1", "watch", seconds - 29), ("u1", "i1", "watch", 29L));

        Assert.Equal([$"u1 | i1 | {minutes * Half}"], Scores(rig));
    }

    [Fact]
    public void Watching_counts_up_to_the_items_length_a_day()
    {
        using var rig = new ModelRig()
            .Given("users", "user_id", "u1")
            .Given("items", "item_id, duration_seconds", ("i1", 150L), ("i2", Some.Nothing));
        rig.Given(
            "interactions",
            Event + ", event_date, watch_seconds",
            ("u1", "i1", "watch", Some.DaysAgo(30), 600L),
            ("u1", "i1", "watch", Some.DaysAgo(60), 600L),
            ("u1", "i2", "watch", Some.DaysAgo(30), 600L)
        );

        // i1: 2 minutes a day, halved and quartered; i2 has no known length: 10 minutes.
        Assert.Equal([$"u1 | i1 | {(2 * Half) + (2 * Half / 2)}", $"u1 | i2 | {10 * Half}"], Scores(rig));
    }

    [Theory]
    [InlineData(30, 500_000)]
    [InlineData(60, 250_000)]
    [InlineData(90, 125_000)]
    public void A_half_life_halves_exactly(int age, int score)
    {
        using var rig = Rig();
        rig.Given("interactions", "user_id, item_id, event_date", ("u1", "i1", Some.DaysAgo(age)));

        Assert.Equal([$"u1 | i1 | {score}"], Scores(rig));
    }

    [Fact]
    public void An_item_gets_no_more_than_the_cap_of_an_item_and_day()
    {
        using var rig = Rig("engagement.max_points_per_item_day=60");
        rig.Given(
            "interactions",
            Event + ", event_date, event_count",
            ("u1", "i1", "like", Some.DaysAgo(30), 13L),
            ("u1", "i1", "click", Some.DaysAgo(60), 59L),
            ("u1", "i1", "click", Some.DaysAgo(60), 59L)
        );

        // 65 points become 60, halved; 118 points of another day become 60, quartered.
        Assert.Equal([$"u1 | i1 | {(60 * Half) + (60 * Half / 2)}"], Scores(rig));
    }

    [Fact]
    public void Beyond_the_cap_of_a_day_all_items_are_scaled_down_alike()
    {
        using var rig = Rig("engagement.max_points_per_day=15");
        rig.Given("interactions", Event + ", event_count", ("u1", "i1", "click", 20L), ("u1", "i2", "click", 10L), ("u2", "i1", "click", 15L));

        // 30 points shrink to 15: 20 to 10 and 10 to 5; u2 stays at the cap.
        Assert.Equal([$"u1 | i1 | {10 * Half}", $"u1 | i2 | {5 * Half}", $"u2 | i1 | {15 * Half}"], Scores(rig));
    }

    [Fact]
    public void A_bot_with_a_million_clicks_adds_at_most_the_cap()
    {
        using var rig = Rig();
        rig.Given("interactions", Event + ", event_count", ("bot", "i1", "click", 1_000_000L), ("bot", "i1", "click", 1_000_000L));

        Assert.Equal([$"bot | i1 | {60 * Half}"], Scores(rig));
    }

    [Fact]
    public void Events_on_or_after_the_run_date_do_not_count()
    {
        using var rig = Rig("engagement.half_life_days=1");
        rig.Given(
            "interactions",
            "user_id, item_id, event_date",
            ("u1", "i1", Some.DaysAgo(1)),
            ("u1", "i1", Some.DaysAgo(0)),
            ("u1", "i2", Some.DaysAgo(0)),
            ("u1", "i2", Some.DaysAgo(-1))
        );

        Assert.Equal([$"u1 | i1 | {Half}"], Scores(rig));
    }

    [Fact]
    public void Impressions_do_not_count()
    {
        using var rig = Rig();
        rig.Given("interactions", Event, ("u1", "i1", "impression"));

        Assert.Empty(Scores(rig));
    }

    [Fact]
    public void Beyond_the_lookback_an_item_scores_nothing_but_stays_consumed()
    {
        using var rig = Rig("engagement.lookback_days=365", "engagement.half_life_days=365");
        rig.Given("interactions", "user_id, item_id, event_date", ("u1", "i1", Some.DaysAgo(365)), ("u1", "i2", Some.DaysAgo(366)));

        Assert.Equal([$"u1 | i1 | {Half}", "u1 | i2 | 0"], Scores(rig));
    }

    [Fact]
    public void Counts_and_days_are_those_of_all_events()
    {
        using var rig = Rig();
        rig.Given(
            "interactions",
            Event + ", event_date, event_count, watch_seconds",
            ("u1", "i1", "click", "2026-08-01", 2L, Some.Nothing),
            ("u1", "i1", "click", "2026-08-03", 1L, Some.Nothing),
            ("u1", "i1", "like", "2026-08-02", 1L, Some.Nothing),
            ("u1", "i1", "watch", "2026-08-02", 1L, 90L),
            ("u1", "i1", "complete", "2020-01-01", 1L, 10L),
            ("u1", "i1", "click", "2026-09-01", 9L, 9L)
        );

        Assert.Equal(
            ["3 | 1 | 1 | 100 | 2020-01-01 | 2026-08-03"],
            rig.Rows("engagement", "click_count, like_count, completion_count, watch_seconds, first_on, last_on")
        );
    }

    private static ModelRig Rig(params string[] settings) =>
        new ModelRig(settings).Given("users", "user_id", "u1", "u2", "bot").Given("items", "item_id", "i1", "i2");

    private static string[] Scores(ModelRig rig) => rig.Rows("engagement", "user_id, item_id, score");
}
