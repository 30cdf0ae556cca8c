using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>run</c>: the whole pipeline, or some of its stages.</summary>
internal static class RunCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("run", """
            Runs the pipeline: collects, cleans, scores, recommends, evaluates, compares and reports. Started again, it goes on where it was
            cut off, and changes nothing where everything is done.

            Example: sparkreco run --run-date 2026-09-01 --set blend.list_size=50
            """);
        var common = new CommonOptions(command);
        var stages = new Option<string?>("--stages") { Description = "Only these stages, without publishing; the ones before them must be done.", HelpName = "A,B" };
        var output = OutputOption();
        command.Add(stages);
        command.Add(output);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, folder) = common.Load(parsed);
            var wanted = parsed.GetValue(stages)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            return RunAsync(terminal, settings, folder, wanted, parsed.GetValue(output) == "json", cancellation);
        });
        return command;
    }

    public static Option<string> OutputOption()
    {
        var output = new Option<string>("--output") { Description = "How data is printed: text or json.", DefaultValueFactory = _ => "text", HelpName = "FORM" };
        output.AcceptOnlyFromAmong("text", "json");
        return output;
    }

    /// <summary>Runs, prints the summary, and gives the exit code.</summary>
    public static async Task<int> RunAsync(Terminal terminal, Settings settings, RunFolder folder, IReadOnlyList<string>? wanted, bool asJson, CancellationToken cancellation)
    {
        using var lease = TakeLease(folder, terminal.Errors.WriteLine, cancellation);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        RunResult result;
        try
        {
            result = await ProgressLines.ShowAsync(terminal, async progress =>
            {
                new Publisher(folder, progress).Recover();
                var plan = RunPlan.Make(settings, folder, wanted, stop.Token);
                await using var engine = await Engines.OpenAsync(settings.Engine, folder.Scratch, stop.Token);
                return await new PipelineRunner(settings, folder, engine, TimeProvider.System, progress).RunAsync(plan, wanted is null, stop.Token);
            });
        }
        catch (OperationCanceledException error) when (lease.Lost.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new LeaseException($"the lease of the lake {folder.Lake} could not be renewed in time, and another run may have taken it: the run stopped; start it again", error);
        }

        var findings = Json.Read<List<Finding>>(folder.Summary) ?? [];
        if (asJson)
            await terminal.Output.WriteLineAsync(Json.Text(new { result.Manifest.RunId, result.Manifest.RunDate, result.ChangedNothing, result.IsPublished, folder.Report, Findings = findings, result.Manifest.Stages }));
        else
            Print(terminal, folder, result, findings);
        return QualityGate.HasWarning(settings, result.Manifest.Stages) ? Warn(terminal, settings, result) : ExitCodes.Done;
    }

    private static Lease TakeLease(RunFolder folder, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            return folder.TakeLease(tell, cancellation);
        }
        catch (Exception error) when (!FileStores.IsRemote(folder.Lake) && error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the lake {folder.Lake} can't be written ({error.Message}); name another folder with 'lake' or --lake", error);
        }
    }

    private static void Print(Terminal terminal, RunFolder folder, RunResult result, IReadOnlyList<Finding> findings)
    {
        if (!result.IsPublished)
        {
            terminal.Data.MarkupLineInterpolated($"Run {folder.RunId}: the stages are done; nothing is published until 'run' without --stages.");
            return;
        }

        terminal.Data.MarkupLineInterpolated($"Report: {folder.Report}");
        terminal.Data.MarkupLineInterpolated($"Tables: {folder.Lake}");
        terminal.Data.WriteLine();
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var finding in findings)
            grid.AddRow(new Text(finding.Heading, new Style(decoration: Decoration.Bold)), new Text(finding.Text));
        terminal.Data.Write(grid);
        terminal.Data.WriteLine();
        var took = result.ChangedNothing ? "nothing had changed since it was published" : $"{result.Manifest.Seconds:0.0} s";
        terminal.Data.MarkupLineInterpolated($"Run {folder.RunId}: {took}.");
    }

    private static int Warn(Terminal terminal, Settings settings, RunResult result)
    {
        foreach (var input in QualityGate.Rejections(result.Manifest.Stages).Where(input => input.Percent > settings.Quality.WarnRejectedPercent))
            terminal.Errors.WriteLine($"warning: {input.Percent:0.0} % of the rows of the {input.Input} were rejected ({input.Rejected:N0} of {input.Rows:N0}); the table rejected_rows says which and why");
        foreach (var note in result.Manifest.Stages.SelectMany(stage => stage.Notes))
            terminal.Errors.WriteLine($"warning: {note}");
        return ExitCodes.DoneWithRejectedRows;
    }
}
