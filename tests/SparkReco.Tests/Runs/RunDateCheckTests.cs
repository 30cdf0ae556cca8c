using SparkReco.Runs;
using Xunit;

namespace SparkReco.Tests.Runs;

public sealed class RunDateCheckTests
{
    private static readonly DateOnly First = new(2026, 1, 1);

    /// <summary>Ten events on each of 100 days, to 2026-04-10, and one of a wrong day far away.</summary>
    private static readonly RunDateCheck.EventsOfDay[] Days =
    [
        .. Enumerable.Range(0, 100).Select(day => new RunDateCheck.EventsOfDay(First.AddDays(day), 10)),
        new(new(2099, 1, 1), 1),
    ];

    [Fact]
    public void Most_events_after_the_run_date_are_told_with_a_day_that_leaves_four_weeks_to_judge()
    {
        var warning = RunDateCheck.Warning(Days, new(2026, 1, 11));

        // Of 1001 events 100 are before; with the last of 99 % on 2026-04-10, its four weeks begin on 2026-03-14.
        Assert.StartsWith("901 of 1,001 events (90.0 %) are of the run date, 2026-01-11, or later", warning, StringComparison.Ordinal);
        Assert.Contains("from 2026-01-01 to 2026-04-10: --run-date 2026-03-14", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_a_short_log_two_thirds_make_the_lists()
    {
        Assert.Contains("--run-date 2026-01-08", RunDateCheck.Warning(Days[..10], new(2026, 1, 2)), StringComparison.Ordinal);
    }

    /// <summary>An event on each of 90 days, and 100 on each of the ten after them: half of the 1,090 are before 2026-04-06.</summary>
    [Fact]
    public void The_day_has_half_of_the_events_before_it_where_they_are_of_the_last_weeks()
    {
        RunDateCheck.EventsOfDay[] days =
        [
            .. Enumerable.Range(0, 100).Select(day => new RunDateCheck.EventsOfDay(First.AddDays(day), day < 90 ? 1 : 100)),
        ];

        Assert.Contains("--run-date 2026-04-06 ", RunDateCheck.Warning(days, new(2026, 2, 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_date_behind_half_of_the_events_is_as_good_as_one_behind_all()
    {
        Assert.Null(RunDateCheck.Warning(Days[..100], First.AddDays(50)));
        Assert.Null(RunDateCheck.Warning(Days, new(2099, 2, 1)));
        Assert.Null(RunDateCheck.Warning([], First));
    }
}
