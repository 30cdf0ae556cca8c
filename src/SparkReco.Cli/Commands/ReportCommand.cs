using System.CommandLine;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli.Commands;

/// <summary><c>report</c>: writes the report again from what is published.</summary>
internal static class ReportCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("report", "Writes the HTML report again, from the published tables of the run date.");
        var common = new CommonOptions(command);
        var file = new Option<string?>("--file") { Description = "Where to write it, instead of the run's folder.", HelpName = "FILE" };
        command.Add(file);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (settings, folder) = common.Load(parsed);
            await using var engine = await PublishedLake.OpenAsync(settings, folder, cancellation);
            var published = folder with { RunId = PublishedLake.RunId(folder) };
            var data = await ReportData.ReadAsync(settings, published.RunId, PublishedLake.HasComparison(folder), engine, cancellation);
            var path = FileStores.Resolve(parsed.GetValue(file) ?? published.Report, Environment.CurrentDirectory);
            FileStores.Of(path).WriteText(path, HtmlReport.Render(data));
            await terminal.Output.WriteLineAsync(path);
            return ExitCodes.Done;
        });
        return command;
    }
}
