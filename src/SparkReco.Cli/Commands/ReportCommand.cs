using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli.Commands;

/// <summary><c>report</c>: writes the report again from what is published.</summary>
internal static class ReportCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("report", "Writes the HTML report and its JSON twin again, from the published tables of the run date.");
        var common = new CommonOptions(command);
        var file = new Option<string?>("--file") { Description = "Where to write it, instead of the run's folder.", HelpName = "FILE" };
        var output = CommonOptions.OutputOption();
        command.Add(file);
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
                var name = parsed.GetValue(file);
                await PublishedLake.FindAsync(folder, cancellation);
                // Otherwise a run that publishes in between would have its new report replaced by one of the tables before.
                await using var lease = name is null ? await folder.TakeLeaseAsync(terminal.Errors.WriteLine, cancellation) : null;
                await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
                var published = folder with { RunId = lake.Generation.RunId };
                var data = Monthly.Of(await lake.ReadAsync(cancellation));
                if (lease is null)
                {
                    var path = Location.Of(name!, Location.WorkingFolder);
                    await WriteAsync(composition.Stores.Of(path), path, Location.Of(Twin(name!), Location.WorkingFolder));
                    return await TellAsync(path);
                }

                if ((await published.RecordsAsync(Pipeline.Stages, cancellation)).Count == 0)
                    throw new ConfigurationException(
                        $"the records of run {published.RunId}, which made the tables, were deleted: say with --file where the report goes"
                    );
                await WriteAsync(published.Store.Under(lease), published.Report, published.ReportTwin);
                return await TellAsync(published.Report);

                async Task WriteAsync(IFileWriter store, Location page, Location twin)
                {
                    await store.WriteTextAsync(page, HtmlReport.Render(data), cancellation);
                    await store.WriteTextAsync(twin, JsonReport.Render(data), cancellation);
                }

                async Task<int> TellAsync(Location report)
                {
                    await terminal.Output.WriteLineAsync(
                        parsed.GetValue(output) == "json" ? Json.Text(new { published.RunId, Report = $"{report}" }) : $"{report}"
                    );
                    return ExitCodes.Done;
                }
            }
        );
        return command;
    }

    /// <summary>The JSON file beside a page.</summary>
    private static string Twin(string page) =>
        (page.EndsWith(".html", StringComparison.OrdinalIgnoreCase) ? page[..^".html".Length] : page) + ".json";
}
