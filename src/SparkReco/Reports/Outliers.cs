using SparkReco.Ingest;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>Users and days that outweigh the others: programs that act as users, an import on one day, a log that has a day twice. And days that are missing.</summary>
internal static class Outliers
{
    private const double LeastShare = 0.01;
    private const int UserTimesMean = 20;
    private const int DayTimesMedian = 5;
    private const int LeastDays = 7;

    // A log with fewer events has days without any by chance.
    private const int LeastUsual = 10;

    // Gaps as frequent as once in two weeks are taken for weekends.
    private const int RareDays = 14;

    /// <summary>Days without events between days with events.</summary>
    public sealed record MissingDays(DateOnly First, DateOnly Last)
    {
        public int Count => Last.DayNumber - First.DayNumber + 1;

        /// <summary>"on 2026-08-03", "from 2026-08-03 to 2026-08-05".</summary>
        public string Text => First == Last ? $"on {First:yyyy-MM-dd}" : $"from {First:yyyy-MM-dd} to {Last:yyyy-MM-dd}";
    }

    /// <summary>The gaps in the log, the longest first; where there are many, as of weekends, those that are longer than the usual one.</summary>
    public static IReadOnlyList<MissingDays> GapsOf(ReportData data)
    {
        if (data.Days.Count < LeastDays || Usual(data) < LeastUsual)
            return [];
        MissingDays[] gaps =
        [
            .. data
                .Days.Zip(data.Days.Skip(1))
                .Where(pair => pair.Second.Date > pair.First.Date.AddDays(1))
                .Select(pair => new MissingDays(pair.First.Date.AddDays(1), pair.Second.Date.AddDays(-1)))
                .OrderByDescending(gap => gap.Count)
                .ThenBy(gap => gap.First),
        ];
        return gaps.Length * RareDays <= data.Days.Count ? gaps : [.. gaps.Where(gap => gap.Count > gaps[gaps.Length / 2].Count)];
    }

    /// <summary>A sentence for each.</summary>
    public static IReadOnlyList<string> Of(ReportData data) => [.. Users(data), .. Days(data), .. Gap(data)];

    /// <summary>Each in two words: the user's id, the day.</summary>
    public static IReadOnlyList<string> NamesOf(ReportData data) =>
        [
            .. UsersOf(data).Select(user => $"user {VisibleText.Of(user.UserId)}"),
            .. DaysOf(data).Take(3).Select(day => $"day {day.Date:yyyy-MM-dd}"),
            .. GapsOf(data).Take(3).Select(gap => $"no events {gap.Text}"),
        ];

    private static IEnumerable<ReportData.BusyUser> UsersOf(ReportData data) =>
        data.BusiestUsers.Where(user =>
            user.Events >= UserTimesMean * (user.AllEvents / (double)user.AllUsers) && user.Events >= LeastShare * user.AllEvents
        );

    /// <summary>An unusual day in a chart: with the unusual user whose day it is, where it is one's.</summary>
    public static string NameOf(ReportData data, ReportData.Day day) =>
        $"{Numbers.ShortDay(day.Date)}: {Numbers.Of(day.Events, "event")}"
        + string.Concat(
            UsersOf(data)
                .Where(user => user.BusiestOn == day.Date)
                .Take(1)
                .Select(user => $", {Numbers.Count(user.MostInADay)} of user {VisibleText.Of(user.UserId)}")
        );

    private static IEnumerable<string> Users(ReportData data) =>
        from user in UsersOf(data)
        select $"The user {VisibleText.Of(user.UserId)} has {Numbers.Count(user.Events)} of {Numbers.Of(user.AllEvents, "event")} ({Numbers.Share(user.Events, user.AllEvents)}), {Numbers.Count(user.MostInADay)} of them on one day ({user.BusiestOn:yyyy-MM-dd}); "
            + $"a user has {ValueFormat.Count.Text(user.AllEvents / (double)user.AllUsers)} on average. Is it a person? A program's events teach the lists what nobody likes.";

    /// <summary>The unusual days, the busiest first.</summary>
    public static IReadOnlyList<ReportData.Day> DaysOf(ReportData data)
    {
        if (data.Days.Count < LeastDays)
            return [];
        var (all, usual) = (data.Days.Sum(day => day.Events), Usual(data));
        return
        [
            .. data.Days.Where(day => day.Events >= DayTimesMedian * usual && day.Events >= LeastShare * all).OrderByDescending(day => day.Events),
        ];
    }

    private static long Usual(ReportData data) => data.Days.Select(day => day.Events).Order().ElementAt(data.Days.Count / 2);

    private static IEnumerable<string> Days(ReportData data)
    {
        if (DaysOf(data) is [var first, ..] unusual)
        {
            var usual = Usual(data);
            yield return $"The day {first.Date:yyyy-MM-dd} has {Numbers.Of(first.Events, "event")}, {ValueFormat.Tenths.Text(first.Events / (double)Math.Max(1, usual))} times as many as a usual day"
                + (unusual.Count > 1 ? $"; {unusual.Count - 1} more have {DayTimesMedian} times as many or more." : ".");
        }
    }

    private static IEnumerable<string> Gap(ReportData data)
    {
        if (GapsOf(data) is [var first, ..] gaps)
            yield return $"There are no events {first.Text}, between days with events"
                + (gaps.Count > 1 ? $"; there are {Numbers.Of(gaps.Count - 1, "more gap")}" : "")
                + ": is a part of the log missing?";
    }
}
