using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What is popular, and what the baseline's lists are made of.</summary>
internal static class PopularitySection
{
    public static readonly Query<ReportData.PopularItem> PopularItems = new("Reports/Queries/popular_items.sql");
    public static readonly Query<ReportData.PartShare> Reasons = new("Reports/Queries/reasons.sql");
    public static readonly Query<ReportData.ListLengths> ListLengths = new("Reports/Queries/list_lengths.sql");

    public static Section Section { get; } = new("popularity", "Popularity and the baseline's lists", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        var places = data.Reasons.Sum(row => row.Places);
        return data.Reasons.MaxBy(row => row.Places) is { } most && places > 0
            ? $"Of {Numbers.Of(places, "place")} in the baseline's lists, {Numbers.Share(most.Places, places)} have the same main reason: {Words.Reason(most.Name)}."
            : "The baseline has no lists.";
    }

    private static void Write(HtmlWriter html, ReportData data)
    {
        Blocks.Figure(
            html,
            new ChartHead(
                "popular-items",
                "Most popular items",
                $"Users before the run date, each by how recent the last use is{(data.Settings.Blend.PopularityHalfLifeHours is > 0 and var hours ? $": one of {Numbers.Of(hours, "hour")} ago counts half" : "")}."
            ),
            head => HorizontalBars.Render(head, [.. data.PopularItems.Select(item => new Bar(item.Title, item.Points))], ValueFormat.Count)
        );
        new Table(
            "most popular items",
            [new("Title", true), new("Content type", true), new("Recent users"), new("Users")],
            [
                .. data.PopularItems.Select(item =>
                    new[] { item.Title, Words.Capital(item.ContentType), Numbers.Text(item.Points, ValueFormat.Count), Numbers.Count(item.Users) }
                ),
            ]
        ).WriteFolded(html);

        double places = data.Reasons.Sum(row => row.Places);
        double hits = data.Reasons.Sum(row => row.Hits);
        Blocks.Figure(
            html,
            new ChartHead("reasons", "Where the baseline's places come from", "For each place of each list, the part of the blend that gave most."),
            head =>
                HorizontalBars.Render(
                    head,
                    [.. data.Reasons.Select(row => new Bar(Words.Capital(Words.Reason(row.Name)), places > 0 ? row.Places / places : null))],
                    ValueFormat.Percent
                )
        );
        new Table(
            "reasons of the baseline's places",
            [new("Reason", true), new("Places"), new("Share"), new("Hits"), new("Share of hits")],
            [
                .. data.Reasons.Select(row =>
                    new[]
                    {
                        Words.Capital(Words.Reason(row.Name)),
                        Numbers.Count(row.Places),
                        Numbers.Share(row.Places, places),
                        Numbers.Count(row.Hits),
                        Numbers.Share(row.Hits, hits),
                    }
                ),
            ]
        ).WriteFolded(html);
    }
}
