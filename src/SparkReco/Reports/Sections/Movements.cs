using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What changes when a user gets Amazon Personalize's list in place of the baseline's.</summary>
internal static class Movements
{
    private static readonly string[] Order = ["left", "entered", "up", "same", "down"];

    public static void Write(HtmlWriter html, ReportData data)
    {
        var rows = data.Movements.OrderBy(row => Array.IndexOf(Order, row.Name)).ToArray();
        double total = rows.Sum(row => row.Count);
        Blocks.Figure(html, new ChartHead("movements", "What becomes of the items", "Every item of either whole list, for every user with both, by where it goes from the baseline's list to Amazon Personalize's."), head =>
            HorizontalBars.Render(head, [.. rows.Select(row => new Bar(Names.Movement(row.Name), total > 0 ? row.Count / total : null))], ValueFormat.Percent));
        new Table("movements of items", [new("Movement", true), new("Places"), new("Share")],
            [.. rows.Select(row => new[] { Names.Movement(row.Name), Numbers.Count(row.Count), Numbers.Share(row.Count, total) })]).WriteFolded(html);

        Blocks.Figure(html, new ChartHead("movers", "Items that gain or lose most", "In how many users' lists each item is, among users with both lists."), head =>
            GroupedBars.Render(head, [.. data.Movers.Select(row => row.Title)],
                [
                    new EstimateSeries(Names.Baseline, [.. data.Movers.Select(row => new Estimate(row.BaselineUsers))]),
                    new EstimateSeries(Names.Personalize, [.. data.Movers.Select(row => new Estimate(row.PersonalizeUsers))]),
                ], ValueFormat.Count));
        new Table("items that gain or lose most users", [new("Title", true), new("Content type", true), new("Baseline"), new("Amazon Personalize"), new("Difference")],
            [.. data.Movers.Select(row => new[]
            {
                row.Title, Names.Capital(row.ContentType), Numbers.Count(row.BaselineUsers), Numbers.Count(row.PersonalizeUsers),
                Numbers.Text(row.PersonalizeUsers - row.BaselineUsers, ValueFormat.SignedCount),
            })]).WriteFolded(html);
    }
}
