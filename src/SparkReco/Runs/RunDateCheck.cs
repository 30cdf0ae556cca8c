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
        var later = days.Where(day => day.Date >= runDate).Sum(day => day.Events);
        if (later * 2 <= all)
            return null;

        long sum = 0;
        var last = days.First(day => (sum += day.Events) >= Nearly * all).Date;
        var (first, span) = (days[0].Date, last.DayNumber - days[0].Date.DayNumber);
        var better = first.AddDays(Math.Max(span - JudgedDays + 1, (2 * span / 3) + 1));
        // Where most of the log is of its last weeks they have to be split.
        sum = 0;
        var middle = days.First(day => (sum += day.Events) * 2 >= all).Date.AddDays(1);
        better = middle > better && middle <= last ? middle : better;
        return $"{later:N0} of {all:N0} events ({100d * later / all:0.0} %) are of the run date, {runDate:yyyy-MM-dd}, or later, and no list is made of them. "
            + $"The log has events from {first:yyyy-MM-dd} to {last:yyyy-MM-dd}: "
            + (
                better > runDate
                    ? $"--run-date {better:yyyy-MM-dd} makes lists by what is before it, and judges them by the rest"
                    : "a later --run-date makes lists of more of them"
            );
    }
}
