using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>What is popular, and what the baseline's lists are made of.</summary>
internal static class PopularitySection
{
    public static Section Section { get; } = new("popularity", "Popularity and the baseline's lists", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        var places = data.Reasons.Sum(row => row.Count);
        return data.Reasons.MaxBy(row => row.Count) is { } most && places > 0
            ? $"Of {Numbers.Of(places, "place")} in the baseline's lists, {Numbers.Share(most.Count, places)} have the same main reason: {Names.Reason(most.Name).ToLowerInvariant()}."
            : "The baseline has no lists.";
    }

    private static void Write(HtmlWriter html, ReportData data)
    {
        Blocks.Figure(html, new ChartHead("popular-items", "Most popular items", $"Points of engagement before the run date; an event counts half after {data.Settings.Engagement.HalfLifeDays} days."), head =>
            HorizontalBars.Render(head, [.. data.PopularItems.Select(item => new Bar(item.Title, item.Points))], ValueFormat.Count));
        new Table("most popular items", [new("Title", true), new("Content type", true), new("Points"), new("Users")],
            [.. data.PopularItems.Select(item => new[] { item.Title, Names.Capital(item.ContentType), Numbers.Text(item.Points, ValueFormat.Count), Numbers.Count(item.Users) })]).WriteFolded(html);

        double places = data.Reasons.Sum(row => row.Count);
        Blocks.Figure(html, new ChartHead("reasons", "Where the baseline's places come from", "For each place of each list, the part of the blend that gave most."), head =>
            HorizontalBars.Render(head, [.. data.Reasons.Select(row => new Bar(Names.Reason(row.Name), places > 0 ? row.Count / places : null))], ValueFormat.Percent));
        new Table("reasons of the baseline's places", [new("Reason", true), new("Places"), new("Share")],
            [.. data.Reasons.Select(row => new[] { Names.Reason(row.Name), Numbers.Count(row.Count), Numbers.Share(row.Count, places) })]).WriteFolded(html);
    }
}
