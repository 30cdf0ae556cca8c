using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Reports;
using SparkReco.Reports.Charts;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>compare</c>: prints the comparison of a run date, metric by metric.</summary>
internal static class CompareCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("compare", "Prints the published comparison of the two systems, metric by metric, for all users and each segment.");
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (today, folder) = await common.LoadAsync(composition, parsed, cancellation);
                await using var lake = await PublishedLake.OpenAsync(composition, today, folder, cancellation);
                var settings = lake.Settings;
                if (!lake.HasComparison)
                    throw new ConfigurationException(
                        $"there is no comparison of {settings.RunDate:yyyy-MM-dd}: name Amazon Personalize's output in 'inputs.personalize.paths', and run again"
                    );
                var data = await lake.ReadAsync(cancellation);
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(
                        Json.Text(
                            new
                            {
                                data.RunId,
                                data.RunDate,
                                settings.Comparison.ConfidencePercent,
                                Comparison = data.Comparison.Select(row => new
                                {
                                    row.Segment,
                                    row.Metric,
                                    row.K,
                                    UserCount = row.Users,
                                    row.Baseline,
                                    row.Personalize,
                                    row.Difference,
                                    row.Agreement,
                                    CiLow = row.Low,
                                    CiHigh = row.High,
                                    row.PValue,
                                    row.AdjustedPValue,
                                    row.Verdict,
                                }),
                            }
                        )
                    );
                else
                    Print(terminal, data, settings.Comparison.ConfidencePercent);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static void Print(Terminal terminal, ReportData data, int confidence)
    {
        var table = new Table()
            .Border(TableBorder.Simple)
            .AddColumns("segment", "metric", "k", "users", "baseline", "personalize", "difference", "interval", "agreement", "verdict");
        var rows =
            from metric in MetricList.All
            from segment in data.Segments()
            from row in data.Comparison
            where row.Metric == metric.Name && row.Segment == segment
            orderby row.K == data.MainCutoff ? 0 : row.K
            select (metric, row);
        foreach (var (metric, row) in rows)
        {
            var isAgreement = row.Agreement is not null;
            table.AddRow(
                row.Segment,
                row.Metric,
                $"{row.K}",
                $"{row.Users:N0}",
                Number(row.Baseline, metric.Format),
                Number(row.Personalize, metric.Format),
                Number(row.Difference, metric.Signed),
                row.Low is null
                    ? ""
                    : $"{Number(row.Low, isAgreement ? metric.Format : metric.Signed)} to {Number(row.High, isAgreement ? metric.Format : metric.Signed)}",
                Number(row.Agreement, metric.Format),
                row.Verdict
            );
        }

        terminal.Data.Profile.Width = Math.Max(terminal.Data.Profile.Width, 160);
        terminal.Data.Write(table);
        terminal.Data.WriteLine($"Lists of {data.RunDate:yyyy-MM-dd}, run {data.RunId}.");
        var isStandIn = data.Settings.Personalize.IsStandIn;
        terminal.Data.WriteLine(StandIn.Named(isStandIn, $"difference: {Words.Personalize} less the baseline, with its {confidence} % interval."));
        if (isStandIn)
            terminal.Data.WriteLine(StandIn.Notice);
        terminal.Data.WriteLine(
            $"verdict: given where the interval leaves out 0 and the p-value, corrected for looking at every segment (Holm), is at most {100 - confidence} %."
        );
    }

    private static string Number(double? value, ValueFormat format) => value is { } number ? format.Text(number) : "";
}
