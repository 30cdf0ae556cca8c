using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What was read, kept and left out, who may get lists of what, and when people did how much.</summary>
internal static class DataSection
{
    public static Section Section { get; } = new("data", "Data", Takeaway, Content);

    private static string Takeaway(ReportData data)
    {
        var leftOut = data.Inputs.Sum(input => input.LeftOut);
        var rows = data.Inputs.Sum(input => input.Rows) - leftOut;
        if (rows == 0)
            return "No rows were read.";
        var kept = data.Inputs.Sum(input => input.Kept);
        return $"{Numbers.Count(kept)} of {Numbers.Of(rows, "row")} were kept ({Numbers.Share(kept, rows)}); "
            + $"{Numbers.Count(data.Inputs.Sum(input => input.Rejected))} were rejected with a reason, {Numbers.Count(data.Inputs.Sum(input => input.Duplicates))} were copies."
            + (leftOut > 0 ? $" {Numbers.Of(leftOut, "more row")} are left out by the settings." : "");
    }

    private static IEnumerable<Block> Content(ReportData data)
    {
        foreach (var outlier in Outliers.Of(data))
            yield return new Prose(outlier, "notice");
        yield return Days(data);
        yield return Inputs(data);
        if (data.Rejections.Count > 0)
            yield return new Table(
                "why rows were rejected, with the place of one example",
                [new("Reason", true), new("Rows"), new("Example", true)],
                [.. data.Rejections.Select(row => new[] { row.Reason, Numbers.Count(row.Rows), row.Example })]
            );
        yield return new Table(
            "users by tier",
            [new("Tier", true), new("Users"), new("Monthly active"), new("Eligible"), new("With a history")],
            [
                .. data.Audiences.Select(row =>
                    new[]
                    {
                        Words.Capital(row.Tier),
                        Numbers.Count(row.Users),
                        Numbers.Count(row.Active),
                        Numbers.Count(row.Eligible),
                        Numbers.Count(row.WithHistory),
                    }
                ),
            ]
        );
        yield return new Table(
            "catalogue by content type",
            [new("Content type", true), new("Items"), new("On offer"), new("New"), new("With engagement")],
            [
                .. data.Catalogue.Select(row =>
                    new[]
                    {
                        Words.Capital(row.ContentType),
                        Numbers.Count(row.Items),
                        Numbers.Count(row.OnOffer),
                        Numbers.Count(row.New),
                        Numbers.Count(row.WithEngagement),
                    }
                ),
            ]
        );
        yield return new Table(
            "events by type",
            [new("Event type", true), new("When", true), new("Events")],
            [
                .. data.Activities.Select(row =>
                    new[] { Words.Capital(row.EventType), row.IsLater ? "From the run date on" : "Before the run date", Numbers.Count(row.Events) }
                ),
            ]
        );
    }

    private static Figure Days(ReportData data) =>
        new(
            new ChartHead(
                "events",
                "Events by day",
                "Other than impressions. Before the run date the lists learn, from it on they are judged; unusual days are named."
            ),
            head =>
                DayLines.Render(
                    head,
                    [new DayLine("Events", [.. EveryDay(data)])],
                    ValueFormat.Count,
                    [
                        new MarkedDay(data.RunDate, $"run date, {Numbers.ShortDay(data.RunDate)}"),
                        .. Outliers.DaysOf(data).Take(3).Select(day => new MarkedDay(day.Date, Outliers.NameOf(data, day))),
                        .. Outliers.GapsOf(data).Take(3).Select(gap => new MarkedDay(gap.First, $"no events {gap.Text}")),
                    ]
                )
        );

    /// <summary>A day between others that has no row has no events.</summary>
    private static IEnumerable<DayValue> EveryDay(ReportData data)
    {
        DateOnly? next = null;
        foreach (var day in data.Days)
        {
            for (; next < day.Date; next = next.Value.AddDays(1))
                yield return new DayValue(next.Value, 0);
            yield return new DayValue(day.Date, day.Events);
            next = day.Date.AddDays(1);
        }
    }

    private static Figure Inputs(ReportData data) =>
        new(
            new ChartHead(
                "rows",
                "What became of the rows",
                "Every row read is kept, rejected with a reason, or a copy of another row, but for those that the settings leave out."
            ),
            head =>
                StackedShares.Render(
                    head,
                    [new Part("Kept", ChartStyle.Neutral), new Part("Rejected", ChartStyle.Wrong), new Part("Copies", 3)],
                    [.. data.Inputs.Select(input => new ShareRow(Words.Capital(input.Input), [input.Kept, input.Rejected, input.Duplicates]))]
                ),
            new Table(
                "rows by input",
                [
                    new("Input", true),
                    new("Files"),
                    new("Rows"),
                    new("Kept"),
                    new("Rejected"),
                    new("Copies"),
                    new("Left out"),
                    new("Kept, share"),
                    new("Rejected, share"),
                    new("Copies, share"),
                ],
                [
                    .. data.Inputs.Select(input =>
                    {
                        double of = input.Kept + input.Rejected + input.Duplicates;
                        return new[]
                        {
                            Words.Capital(input.Input),
                            Numbers.Count(input.Files),
                            Numbers.Count(input.Rows),
                            Numbers.Count(input.Kept),
                            Numbers.Count(input.Rejected),
                            Numbers.Count(input.Duplicates),
                            Numbers.Count(input.LeftOut),
                            Numbers.Share(input.Kept, of),
                            Numbers.Share(input.Rejected, of),
                            Numbers.Share(input.Duplicates, of),
                        };
                    }),
                ]
            )
        );
}
