using SparkReco.Models;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>How many rows were read, kept and left out, and why.</summary>
internal static class DataQualitySection
{
    public static readonly Query<ReportData.InputRows> Inputs = new("Reports/Queries/inputs.sql");
    public static readonly Query<ReportData.Rejection> Rejections = new("Reports/Queries/rejections.sql");
    public static readonly Query<ReportData.ListPlaces> ListPlaces = new("Reports/Queries/list_places.sql");
    public static readonly Query<ReportData.Issue> ListIssues = new("Reports/Queries/list_issues.sql");

    public static Section Section { get; } = new("data-quality", "Data quality", Takeaway, Write);

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

    private static void Write(HtmlWriter html, ReportData data)
    {
        Blocks.Figure(
            html,
            new ChartHead("rows", "What became of the rows", "Every row read is kept, rejected with a reason, or a copy of another row."),
            head =>
                StackedShares.Render(
                    head,
                    ["Kept", "Rejected", "Copies"],
                    [.. data.Inputs.Select(input => new ShareRow(Words.Capital(input.Input), [input.Kept, input.Rejected, input.Duplicates]))]
                )
        );
        InputTable(data).WriteFolded(html);
        if (data.Rejections.Count > 0)
        {
            Blocks.Figure(
                html,
                new ChartHead("rejections", "Why rows were rejected", "Rows by the first thing that was wrong with them."),
                head => HorizontalBars.Render(head, [.. data.Rejections.Select(row => new Bar(row.Reason, row.Rows))], ValueFormat.Count)
            );
            new Table(
                "reasons of rejection, with the place of one example",
                [new("Reason", true), new("Rows"), new("Example", true)],
                [.. data.Rejections.Select(row => new[] { row.Reason, Numbers.Count(row.Rows), row.Example })]
            ).WriteFolded(html);
        }

        WriteIssues(html, data);
    }

    private static Table InputTable(ReportData data) =>
        new(
            "rows by input",
            [new("Input", true), new("Files"), new("Rows"), new("Kept"), new("Rejected"), new("Copies"), new("Kept, share")],
            [
                .. data.Inputs.Select(input =>
                    new[]
                    {
                        Words.Capital(input.Input),
                        Numbers.Count(input.Files),
                        Numbers.Count(input.Rows),
                        Numbers.Count(input.Kept),
                        Numbers.Count(input.Rejected),
                        Numbers.Count(input.Duplicates),
                        Numbers.Share(input.Kept, input.Rows - input.LeftOut),
                    }
                ),
            ]
        );

    private static void WriteIssues(HtmlWriter html, ReportData data)
    {
        if (!data.HasComparison)
            return;
        html.Open("div", ("class", "block"));
        Blocks.Heading(html, "Issues in Amazon Personalize's lists");
        if (data.Issues.Count == 0)
            Blocks.Paragraph(html, "None: every line of the output could be used.");
        else
            new Table(
                "issues in Amazon Personalize's lists, with the place of one example",
                [new("Issue", true), new("Rows"), new("Example", true)],
                [.. data.Issues.Select(issue => new[] { issue.Text, Numbers.Count(issue.Rows), issue.Example })]
            ).WriteOpen(html);
        html.Close();
    }
}
