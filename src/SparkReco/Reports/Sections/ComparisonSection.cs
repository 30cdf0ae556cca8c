using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How alike the two systems' lists are, what moves, and who is better for whom.</summary>
internal static class ComparisonSection
{
    public static readonly Query<ReportData.ComparisonRow> Comparison = new("Reports/Queries/comparison.sql");

    public static Section Section { get; } = new("comparison", "Comparison", Takeaway, Write);

    private static string Takeaway(ReportData data)
    {
        if (!data.HasComparison)
            return "There is nothing to compare with: Amazon Personalize's lists are missing.";
        var agreement = data.Compared("overlap")?.Agreement is { } overlap
            ? $"The two systems share {Numbers.Text(overlap * data.MainCutoff, ValueFormat.Tenths)} of their first {data.MainCutoff} items on average"
            : "The two systems have no lists of the same users";
        return Standing.Of(data, "all") is null ? $"{agreement}; which is better is not judged." : $"{agreement}. {Headline.Of(data).Answer}.";
    }

    private static void Write(HtmlWriter html, ReportData data)
    {
        if (!data.HasComparison)
        {
            Blocks.Notice(
                html,
                "To get it: run a batch inference job in Amazon Personalize, name its output folder in 'inputs.personalize.paths' of the configuration, and run again."
            );
            return;
        }

        Agreement.Write(html, data);
        Movements.Write(html, data);
        Differences.Write(html, data);
    }
}
