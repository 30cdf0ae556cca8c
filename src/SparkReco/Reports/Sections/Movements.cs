using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What changes when a user gets Amazon Personalize's list in place of the baseline's.</summary>
internal static class Movements
{
    public static readonly Query<ReportData.Share> Places = new("Reports/Queries/movements.sql");
    public static readonly Query<ReportData.Mover> Movers = new("Reports/Queries/movers.sql");

    private static readonly string[] Order = ["left", "entered", "up", "same", "down"];

    public static void Write(HtmlWriter html, ReportData data)
    {
        var rows = data.Movements.OrderBy(row => Array.IndexOf(Order, row.Name)).ToArray();
        double total = rows.Sum(row => row.Places);
        Blocks.Figure(
            html,
            new ChartHead(
                "movements",
                "What becomes of the items",
                "Every item of either whole list, for every user with both, by where it goes from the baseline's list to Amazon Personalize's."
            ),
            head =>
                HorizontalBars.Render(
                    head,
                    [.. rows.Select(row => new Bar(Words.Capital(Words.Movement(row.Name)), total > 0 ? row.Places / total : null))],
                    ValueFormat.Percent
                )
        );
        new Table(
            "movements of items",
            [new("Movement", true), new("Places"), new("Share")],
            [.. rows.Select(row => new[] { Words.Capital(Words.Movement(row.Name)), Numbers.Count(row.Places), Numbers.Share(row.Places, total) })]
        ).WriteFolded(html);

        Blocks.Figure(
            html,
            new ChartHead(
                "movers",
                "Items that gain or lose most",
                "Going from the baseline to Amazon Personalize: in how many users' lists each item is, among users with both lists."
            ),
            head =>
                GroupedBars.Render(
                    head,
                    [.. data.Movers.Select(row => row.Title)],
                    [
                        new EstimateSeries(Words.Baseline, [.. data.Movers.Select(row => new Estimate(row.BaselineUsers))]),
                        new EstimateSeries(Words.Personalize, [.. data.Movers.Select(row => new Estimate(row.PersonalizeUsers))]),
                    ],
                    ValueFormat.Count
                )
        );
        new Table(
            "items that gain or lose most users",
            [new("Title", true), new("Content type", true), new("Baseline"), new("Amazon Personalize"), new("Difference")],
            [
                .. data.Movers.Select(row =>
                    new[]
                    {
                        row.Title,
                        Words.Capital(row.ContentType),
                        Numbers.Count(row.BaselineUsers),
                        Numbers.Count(row.PersonalizeUsers),
                        Numbers.Text(row.PersonalizeUsers - row.BaselineUsers, ValueFormat.SignedCount),
                    }
                ),
            ]
        ).WriteFolded(html);
    }
}
