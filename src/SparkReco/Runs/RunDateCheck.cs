using SparkReco.Models;

namespace SparkReco.Runs;

/// <summary>Whether the run date lies where the log is: lists are made of what is before it.</summary>
public static class RunDateCheck
{
    // The days that judge the lists, as a rule.
    private const int JudgedDays = 28;

    // A few events of a wrong day in the future do not make the log longer.
    private const double Nearly = 0.99;

    internal static readonly Query<EventsOfDay> EventsByDay = new("Runs/Queries/events_by_day.sql");

    /// <summary>The events of a day.</summary>
    /// <param name="Date">The day.</param>
    /// <param name="Events">How many there are.</param>
    public sealed record EventsOfDay(DateOnly Date, long Events);

    /// <summary>Tells when most events lie on the run date or later.</summary>
    public static async Task TellAsync(StageContext context, CancellationToken cancellation)
    {
        var days = await EventsByDay.ReadAsync(context.Readable, context.Settings, cancellation);
        if (Warning(days, context.Settings.RunDate) is { } warning)
            context.Ports.Progress.Report(new RunEvent.Told(warning));
    }

    /// <summary>The warning, with a run date that would have most events before it; null where they are.</summary>
    /// <param name="days">The events by day, in the order of days.</param>
    /// <param name="runDate">The run date.</param>
    public static string? Warning(IReadOnlyList<EventsOfDay> days, DateOnly runDate)
    {
        var all = days.Sum(day => day.Events);
        if (MostOf(all, days.Where(day => day.Date >= runDate).Sum(day => day.Events)) is not { } most)
            return null;

        var last = DayBy(Nearly);
        var (first, span) = (days[0].Date, last.DayNumber - days[0].Date.DayNumber);
        var better = first.AddDays(Math.Max(span - JudgedDays + 1, (2 * span / 3) + 1));
        // Where most of the log is of its last weeks they have to be split.
        var middle = DayBy(0.5).AddDays(1);
        better = middle > better && middle <= last ? middle : better;
        return $"{most} are of the run date, {runDate:yyyy-MM-dd}, or later, and no list is made of them. "
            + $"The log has events from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: "
            + (
                better > runDate
                    ? $"--run-date {better:yyyy-MM-dd} makes lists by what is before it, and judges them by the rest"
                    : "a later --run-date makes lists of more of them"
            );

        // The day by which so great a share of the events has come.
        DateOnly DayBy(double share)
        {
            var sum = 0L;
            return days.First(day => (sum += day.Events) >= share * all).Date;
        }
    }

    /// <summary>How many of all events are later than the run date, in words; null where they are not most.</summary>
    public static string? MostOf(long all, long later) => later * 2 <= all ? null : $"{later:N0} of {all:N0} events ({100d * later / all:0.0} %)";
}
