namespace SparkReco.Reports;

/// <summary>Renders a report as one HTML file.</summary>
public static class HtmlReport
{
    public static string Render(ReportData data) => string.Join("\n", Findings.Of(data).Select(finding => $"<p><b>{finding.Heading}</b> {finding.Text}</p>"));
}
