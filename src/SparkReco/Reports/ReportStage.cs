using SparkReco.Runs;

namespace SparkReco.Reports;

/// <summary>The last stage: one HTML file that needs nothing else, and its twin for programs.</summary>
public static class ReportStage
{
    public static async Task WriteAsync(StageContext context, CancellationToken cancellation)
    {
        var data = Monthly.Of(
            await ReportData.ReadAsync(
                context.Settings,
                context.Folder.RunId,
                context.Settings.HasLists,
                context.Engine.Description,
                context.Readable,
                cancellation
            )
        );
        await context.Folder.Store.WriteTextAsync(context.Folder.Report, HtmlReport.Render(data), cancellation);
        await context.Folder.Store.WriteTextAsync(context.Folder.ReportTwin, JsonReport.Render(data), cancellation);
        await context.Folder.Store.WriteJsonAsync(context.Folder.Summary, Findings.Of(data), cancellation);
    }
}
