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
        var command = new Command("report", "Writes the HTML report again, from the published tables of the run date.");
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
                var data = await lake.ReadAsync(cancellation);
                if (lease is null)
                {
                    var path = Location.Of(name!, Location.WorkingFolder);
                    await composition.Stores.Of(path).WriteTextAsync(path, HtmlReport.Render(data), cancellation);
                    return await TellAsync(path);
                }

                if ((await published.RecordsAsync(Pipeline.Stages, cancellation)).Count == 0)
                    throw new ConfigurationException(
                        $"the records of run {published.RunId}, which made the tables, were deleted: say with --file where the report goes"
                    );
                await published.Store.Under(lease).WriteTextAsync(published.Report, HtmlReport.Render(data), cancellation);
                return await TellAsync(published.Report);

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
}
