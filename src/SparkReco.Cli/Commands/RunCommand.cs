using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Reports;
using SparkReco.Runs;
using SparkReco.Storage;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>run</c>: the whole pipeline, or some of its stages.</summary>
internal static class RunCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "run",
            """
            Runs the pipeline: collects, cleans, scores, recommends, evaluates, compares and reports. Started again, it goes on where it was
            cut off, and changes nothing where everything is done.

            Example: sparkreco run --run-date 2026-09-01 --set blend.list_size=50
            """
        );
        var common = new CommonOptions(command);
        var names = string.Join(", ", Pipeline.Stages.Select(stage => stage.Name));
        var stages = new Option<string?>("--stages")
        {
            Description = $"Only these of the stages {names}, without publishing; the ones before them must be done.",
            HelpName = "A,B",
        };
        var output = CommonOptions.OutputOption();
        var verbose = CommonOptions.VerboseOption();
        command.Add(stages);
        command.Add(output);
        command.Add(verbose);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, folder) = await common.LoadAsync(composition, parsed, cancellation);
                var wanted = parsed.GetValue(stages)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return await RunAsync(
                    composition,
                    settings,
                    folder,
                    wanted,
                    parsed.GetValue(output) == "json",
                    parsed.GetValue(verbose),
                    cancellation
                );
            }
        );
        return command;
    }

    /// <summary>Runs, prints the summary, and gives the exit code.</summary>
    public static async Task<int> RunAsync(
        Composition composition,
        Settings settings,
        RunFolder folder,
        IReadOnlyList<string>? wanted,
        bool asJson,
        bool isVerbose,
        CancellationToken cancellation
    )
    {
        var terminal = composition.Terminal;
        var result = await RunStagesAsync(composition, settings, folder, wanted, isVerbose, cancellation);
        var findings = await folder.Store.ReadJsonAsync<List<Finding>>(folder.Summary, cancellation) ?? [];
        if (asJson)
            await terminal.Output.WriteLineAsync(
                Json.Text(
                    new
                    {
                        result.Manifest.RunId,
                        result.Manifest.RunDate,
                        result.ChangedNothing,
                        result.IsPublished,
                        result.Manifest.Baseline,
                        folder.Report,
                        Findings = findings,
                        result.Manifest.Stages,
                    }
                )
            );
        else
            Print(terminal, folder, result, findings);
        return QualityGate.HasWarning(settings, result.Manifest.Stages) ? Warn(terminal, settings, result) : ExitCodes.Done;
    }

    /// <summary>Runs the stages, under the lease of the lake; null is all of them.</summary>
    public static async Task<RunResult> RunStagesAsync(
        Composition composition,
        Settings settings,
        RunFolder folder,
        IReadOnlyList<string>? wanted,
        bool isVerbose,
        CancellationToken cancellation
    )
    {
        var terminal = composition.Terminal;
        composition.Log.Verbose = isVerbose ? terminal.Errors : null;
        await using var lease = await TakeLeaseAsync(folder, terminal.Errors.WriteLine, cancellation);
        var stores = composition.Stores.Under(lease, folder.Lake);
        folder = folder with { Store = stores.Of(folder.Lake) };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
        var log = composition.Log;
        RunResult result;
        try
        {
            result = await ProgressLines.ShowAsync(
                terminal,
                async progress =>
                {
                    var plan = await new RunPlanner(Pipeline.For(settings), settings, folder, stores, composition.Trainer).MakeAsync(
                        wanted,
                        stop.Token
                    );
                    await using var engine = await Engines.OpenAsync(settings.Engine, folder, stores, log.Write, stop.Token);
                    if (!plan.IsDone)
                        log.Write(
                            $"run {folder.RunId} on {engine.Description}; to run: {string.Join(", ", plan.Stages.Where(stage => stage.WillRun).Select(stage => $"{stage.Stage} ({stage.Reason})"))}"
                        );
                    await using var personalize = await PersonalizeAccess.OpenAsync(composition, settings, stop.Token);
                    var ports = new RunPorts(
                        engine,
                        stores,
                        composition.Clock,
                        progress,
                        log.Write,
                        composition.Databases(settings),
                        personalize?.Port,
                        composition.Trainer
                    );
                    return await new PipelineRunner(Pipeline.For(settings), settings, folder, ports).RunAsync(plan, wanted is null, stop.Token);
                }
            );
        }
        catch (OperationCanceledException error) when (lease.Lost.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new LeaseException(
                $"the lease of the lake {folder.Lake} could not be renewed in time, and another run may have taken it: the run stopped; start it again",
                error
            );
        }
        catch (Exception error) when (error is not (OperationCanceledException or ConfigurationException or SourceConfigurationException))
        {
            log.Write($"{error}");
            throw;
        }
        finally
        {
            await log.SaveAsync(folder.Store, folder.Log);
        }

        return result;
    }

    /// <summary>Runs a stage and those before it, where one of them has to run; nothing is published.</summary>
    public static async Task RunUpToAsync(Composition composition, Settings settings, RunFolder folder, string last, CancellationToken cancellation)
    {
        var plan = await new RunPlanner(Pipeline.For(settings), settings, folder, composition.Stores, composition.Trainer).MakeAsync(
            null,
            cancellation
        );
        string[] stages = [.. plan.Stages.Select(stage => stage.Stage).TakeWhile(stage => stage != last), last];
        if (plan.Stages.Any(stage => stage.WillRun && stages.Contains(stage.Stage)))
            await RunStagesAsync(composition, settings, folder, stages, isVerbose: false, cancellation);
    }

    private static async Task<Lease> TakeLeaseAsync(RunFolder folder, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            return await folder.TakeLeaseAsync(tell, cancellation);
        }
        catch (Exception error) when (folder.Lake.IsLocal && error is IOException or UnauthorizedAccessException)
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
            terminal.Errors.WriteLine(
                $"warning: {input.Percent:0.0} % of the rows of the {input.Input} were rejected ({input.Rejected:N0} of {input.Rows:N0}); the table rejected_rows says which and why"
            );
        foreach (var note in result.Manifest.Stages.SelectMany(stage => stage.Notes))
            terminal.Errors.WriteLine($"warning: {note}");
        return ExitCodes.DoneWithRejectedRows;
    }
}
