using SparkReco.Reports.Html;
using SparkReco.Runs;

namespace SparkReco.Reports;

/// <summary>The page's twin for programs: its sentences and tables as a reader sees them, and the figures behind them as numbers.</summary>
public static class JsonReport
{
    public static string Render(ReportData data)
    {
        var bounded = Bounded.Of(data);
        return StandIn.Named(
            data.Settings.Personalize.IsStandIn,
            Json.FileText(
                new
                {
                    bounded.RunId,
                    bounded.RunDate,
                    bounded.Engine,
                    bounded.Pair.Reference,
                    bounded.Pair.System,
                    Baseline = bounded.Files is null ? bounded.Settings.BaselineName : null,
                    K = bounded.MainCutoff,
                    bounded.Settings.Comparison.ConfidencePercent,
                    bounded.JudgedDays,
                    DaysWanted = bounded.Settings.Evaluation.HorizonDays,
                    Headline = Of(Headline.Of(bounded)),
                    Findings = Findings.Of(bounded),
                    Matrix = Matrix.Of(bounded).Rows.Select(Of),
                    Sections = HtmlReport.Written(data).Select(section => section.Twin),
                    Figures = new
                    {
                        bounded.Evaluation,
                        bounded.Comparison,
                        bounded.Overlaps,
                        bounded.ListPairs,
                        bounded.Movements,
                        bounded.Movers,
                        bounded.Foretold,
                        bounded.Experiment,
                        bounded.Costs,
                        bounded.History,
                        bounded.Churn,
                        bounded.SettingChanges,
                        bounded.Discoveries,
                        bounded.Issues,
                        bounded.Lists,
                        bounded.Inputs,
                        bounded.Rejections,
                        bounded.Audiences,
                        bounded.Catalogue,
                        bounded.Activities,
                        bounded.Days,
                        bounded.BusiestUsers,
                        bounded.Reasons,
                    },
                }
            )
        );
    }

    private static object Of(Headline headline) =>
        new
        {
            headline.System,
            headline.Answer,
            headline.Basis,
            headline.Test,
            headline.Lists,
            Gains = headline.Gains.Select(gain => new
            {
                Metric = gain.Metric.Name,
                gain.Better,
                gain.Amount,
                gain.Detail,
            }),
        };

    private static object Of(Matrix.Row row) =>
        new
        {
            row.Segment,
            row.Users,
            Cells = row
                .Cells.OfType<Matrix.Cell>()
                .Select(cell => new
                {
                    Metric = cell.Metric.Name,
                    cell.Ahead,
                    Certainty = $"{cell.Certainty}",
                    cell.Comparison.Difference,
                    cell.Comparison.Low,
                    cell.Comparison.High,
                    cell.Relative,
                }),
        };
}
