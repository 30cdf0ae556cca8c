using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>plan</c>: what a run would do, and why, without doing it.</summary>
internal static class PlanCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("plan", "Shows what a run would do with each stage, and why, without doing any of it.");
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, folder) = await common.LoadAsync(composition, parsed, cancellation);
                var plan = await new RunPlanner(Pipeline.For(settings), settings, folder, composition.Stores, composition.Trainer).MakeAsync(
                    wanted: null,
                    cancellation
                );
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(Json.Text(plan));
                else
                    Print(terminal, settings, plan);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static void Print(Terminal terminal, Settings settings, RunPlan plan)
    {
        var fetched = settings.Inputs.Fetched().Count();
        terminal.Data.MarkupLineInterpolated(
            $"Run {plan.RunId}, run date {plan.RunDate:yyyy-MM-dd}, {plan.Files.Count:N0} input files of {plan.Files.Sum(file => file.Size) / 1e6:N1} MB{(fetched == 0 ? "" : $", {fetched:N0} {(fetched == 1 ? "source is a database" : "sources are databases")}")}"
        );
        var table = new Table().Border(TableBorder.Simple).AddColumns("stage", "will", "because", "what it does");
        foreach (var stage in plan.Stages)
            table.AddRow(new Text(stage.Stage), new Text(stage.WillRun ? "run" : "keep"), new Text(stage.Reason), new Text(stage.Purpose));
        foreach (var left in plan.LeftOut)
            table.AddRow(
                new Text(left.Split(':')[0]),
                new Text("leave out"),
                new Text(left[(left.IndexOf(':', StringComparison.Ordinal) + 2)..]),
                new Text("")
            );
        terminal.Data.Write(table);
        if (plan.IsDone)
            terminal.Data.WriteLine(
                plan.IsPublished
                    ? "Everything is done: a run would change nothing."
                    : "All stages are done, but not published: a run would publish their tables."
            );
        if (plan.Replaces is { } replaced)
            terminal.Data.MarkupLineInterpolated(
                $"The tables of {plan.RunDate:yyyy-MM-dd} are those of run {replaced.RunId} ({(replaced.State == GenerationState.Published ? "published" : "being published or cut off")} {replaced.At:u}, {replaced.Engine}): this run would replace them."
            );
    }
}
