using SparkReco.Ingest;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>Users and days that outweigh the others: programs that act as users, an import on one day, a log that has a day twice.</summary>
internal static class Outliers
{
    private const double LeastShare = 0.01;
    private const int UserTimesMean = 20;
    private const int DayTimesMedian = 5;
    private const int LeastDays = 7;

    /// <summary>A sentence for each.</summary>
    public static IReadOnlyList<string> Of(ReportData data) => [.. Users(data), .. Days(data)];

    private static IEnumerable<string> Users(ReportData data) =>
        from user in data.BusiestUsers
        let mean = user.AllEvents / (double)user.AllUsers
        where user.Events >= UserTimesMean * mean && user.Events >= LeastShare * user.AllEvents
        select $"The user {VisibleText.Of(user.UserId)} has {Numbers.Count(user.Events)} of {Numbers.Of(user.AllEvents, "event")} ({Numbers.Share(user.Events, user.AllEvents)}), {Numbers.Count(user.MostInADay)} of them on one day; "
            + $"a user has {ValueFormat.Count.Text(mean)} on average. Is it a person? A program's events teach the lists what nobody likes.";

    private static IEnumerable<string> Days(ReportData data)
    {
        if (data.Days.Count < LeastDays)
            yield break;
        var usual = data.Days.Select(day => day.Events).Order().ElementAt(data.Days.Count / 2);
        var all = data.Days.Sum(day => day.Events);
        var unusual = data
            .Days.Where(day => day.Events >= DayTimesMedian * usual && day.Events >= LeastShare * all)
            .OrderByDescending(day => day.Events)
            .ToArray();
        if (unusual.Length > 0)
        {
            yield return $"The day {unusual[0].Date:yyyy-MM-dd} has {Numbers.Of(unusual[0].Events, "event")}, {ValueFormat.Tenths.Text(unusual[0].Events / (double)Math.Max(1, usual))} times as many as a usual day"
                + (unusual.Length > 1 ? $"; {unusual.Length - 1} more have {DayTimesMedian} times as many or more." : ".");
        }
    }
}
