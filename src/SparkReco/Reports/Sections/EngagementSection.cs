using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What people did, when, and how much is known of each.</summary>
internal static class EngagementSection
{
    public static readonly Query<ReportData.Activity> Activities = new("Reports/Queries/activities.sql");
    public static readonly Query<ReportData.Day> Days = new("Reports/Queries/event_days.sql");
    public static readonly Query<ReportData.EventSpan> Events = new("Reports/Queries/event_span.sql");
    public static readonly Query<ReportData.BusyUser> BusiestUsers = new("Reports/Queries/busiest_users.sql");
    public static readonly Query<ReportData.HistoryShare> Histories = new("Reports/Queries/histories.sql");

    public static Section Section { get; } = new("engagement", "Engagement", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        var users = data.Histories.Sum(row => row.Users);
        var without = data.Histories.Where(row => row.LeastItems == 0).Sum(row => row.Users);
        return $"The lists learn from {Numbers.Of(CountEvents(data, isLater: false), "event")} before the run date, and can be judged by {Numbers.Count(CountEvents(data, isLater: true))} from it on; "
            + $"{Numbers.Share(without, users)} of the users have no history.";
    }

    private static long CountEvents(ReportData data, bool isLater) => data.Activities.Where(row => row.IsLater == isLater).Sum(row => row.Events);

    private static void Write(HtmlWriter html, ReportData data)
    {
        WriteDays(
            html,
            data,
            new ChartHead(
                "active-users",
                "Active users by day",
                "Users with an event other than an impression. The dashed line is the run date: before it the lists learn, from it on they are judged."
            ),
            day => day.Users
        );
        WriteDays(html, data, new ChartHead("events", "Events by day", "Events other than impressions."), day => day.Events);
        WriteTypes(html, data);
        WriteHistories(html, data);
    }

    private static void WriteDays(HtmlWriter html, ReportData data, ChartHead head, Func<ReportData.Day, long> count) =>
        Blocks.Figure(
            html,
            head,
            head =>
                DayLines.Render(
                    head,
                    [new DayLine(head.Title, [.. data.Days.Select(day => new DayValue(day.Date, count(day)))])],
                    ValueFormat.Count,
                    data.RunDate,
                    "Run date"
                )
        );

    private static void WriteTypes(HtmlWriter html, ReportData data)
    {
        var types = data.Activities.Select(row => row.EventType).Distinct().ToArray();
        Blocks.Figure(
            html,
            new ChartHead("event-types", "Events by type", "Before the run date, and from it on."),
            head =>
                GroupedBars.Render(
                    head,
                    [.. types.Select(Words.Capital)],
                    [Series("Before the run date", types, data, isLater: false), Series("From the run date on", types, data, isLater: true)],
                    ValueFormat.Count
                )
        );
        new Table(
            "events by type",
            [new("Event type", true), new("When", true), new("Events")],
            [
                .. data.Activities.Select(row =>
                    new[] { Words.Capital(row.EventType), row.IsLater ? "From the run date on" : "Before the run date", Numbers.Count(row.Events) }
                ),
            ]
        ).WriteFolded(html);
    }

    private static void WriteHistories(HtmlWriter html, ReportData data)
    {
        var users = data.Histories.Sum(row => row.Users);
        Blocks.Figure(
            html,
            new ChartHead("histories", "Users by the size of their history", "How many different items each user engaged with before the run date."),
            head => HorizontalBars.Render(head, [.. data.Histories.Select(row => new Bar(Label(row), row.Users))], ValueFormat.Count)
        );
        new Table(
            "users by the size of their history",
            [new("Items", true), new("Users"), new("Share")],
            [.. data.Histories.Select(row => new[] { Label(row), Numbers.Count(row.Users), Numbers.Share(row.Users, users) })]
        ).WriteFolded(html);
    }

    private static string Label(ReportData.HistoryShare row) =>
        row.Items switch
        {
            "none" => "No items",
            "1" => "1 item",
            _ => $"{row.Items.Replace('-', '–')} items",
        };

    private static EstimateSeries Series(string name, string[] types, ReportData data, bool isLater) =>
        new(
            name,
            [
                .. types.Select(type => new Estimate(
                    data.Activities.Where(row => row.EventType == type && row.IsLater == isLater).Sum(row => row.Events)
                )),
            ]
        );
}
