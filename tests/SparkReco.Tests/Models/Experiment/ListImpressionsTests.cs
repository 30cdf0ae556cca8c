using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Models.Experiment;

public sealed class ListImpressionsTests : IDisposable
{
    private const string Events = "user_id, item_id, event_type, event_date, occurred_at_ms, source, position, watch_seconds";
    private const string Counts = "source, position, impression_count, click_count, completion_count, like_count, watch_seconds";
    private const long Hour = 3_600_000;
    private static readonly long Noon = Some.At("2026-08-10") + (12 * Hour);
    private readonly ModelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void What_a_user_does_with_an_item_belongs_to_the_last_impression_before_it()
    {
        _rig.Given(
            "interactions",
            Events,
            Shown("i1", 0, "a", 1),
            Shown("i1", 1, "b", 2),
            Did("i1", "click", 2),
            Did("i1", "watch", 3, seconds: 90),
            Did("i1", "complete", 3),
            Did("i1", "like", 4)
        );

        Assert.Equal(["a | 1 | 1 | 0 | 0 | 0 | 0", "b | 2 | 1 | 1 | 1 | 1 | 90"], _rig.Rows("list_impressions", Counts));
    }

    [Theory]
    [InlineData(24, 1)]
    [InlineData(25, 0)]
    public void What_happens_more_than_a_day_later_belongs_to_none(int hours, int clicks)
    {
        _rig.Given("interactions", Events, Shown("i1", 0, "a", 1), Did("i1", "click", hours));

        Assert.Equal([$"a | 1 | 1 | {clicks} | 0 | 0 | 0"], _rig.Rows("list_impressions", Counts));
    }

    [Fact]
    public void An_impression_is_clicked_once_at_most_and_watched_as_long_as_it_was()
    {
        _rig.Given(
            "interactions",
            Events,
            Shown("i1", 0, "a", 1),
            Did("i1", "click", 1),
            Did("i1", "click", 2),
            Did("i1", "watch", 1, seconds: 60),
            Did("i1", "watch", 2, seconds: 30)
        );

        Assert.Equal(["a | 1 | 1 | 1 | 0 | 0 | 90"], _rig.Rows("list_impressions", Counts));
    }

    [Fact]
    public void What_comes_before_the_impression_or_concerns_another_item_or_has_no_source_does_not_count()
    {
        _rig.Given(
            "interactions",
            Events,
            Did("i1", "click", -1),
            Shown("i1", 0, "a", 1),
            Did("i2", "click", 1),
            Shown("i3", 0, null, 1),
            Did("i3", "click", 1),
            Shown("i1", 2, null, 1),
            Did("i1", "click", 3)
        );

        Assert.Equal(["a | 1 | 1 | 0 | 0 | 0 | 0"], _rig.Rows("list_impressions", Counts));
    }

    private static (string, string, string, string, long, string?, int?, long?) Shown(string item, int hour, string? source, int position) =>
        ("u1", item, "impression", "2026-08-10", Noon + (hour * Hour), source, position, null);

    private static (string, string, string, string, long, string?, int?, long?) Did(string item, string type, int hour, long? seconds = null) =>
        ("u1", item, type, "2026-08-10", Noon + (hour * Hour), null, null, seconds);
}
