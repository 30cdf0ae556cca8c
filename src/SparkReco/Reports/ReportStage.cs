using SparkReco.Runs;

namespace SparkReco.Reports;

/// <summary>The last stage: one HTML file that needs nothing else.</summary>
public static class ReportStage
{
    public static async Task WriteAsync(StageContext context, CancellationToken cancellation)
    {
        var data = await ReportData.ReadAsync(context.Settings, context.Folder.RunId, context.Settings.Inputs.Personalize is not null, context.Engine, cancellation);
        context.Folder.Store.WriteText(context.Folder.Report, HtmlReport.Render(data));
        Json.Write(context.Folder.Summary, Findings.Of(data));
    }
}
