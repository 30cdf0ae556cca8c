using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Runs;
using SparkReco.Sinks;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>runs list | show | delete</c>: the runs of a lake.</summary>
internal static class RunsCommand
{
    private sealed record Listed(string RunId, string State, int StagesDone, DateTimeOffset? FinishedAt, double? Seconds, string? Baseline);

    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("runs", "Lists, shows and deletes the records of runs. Published tables stay.");
        command.Add(List(composition));
        command.Add(Show(composition));
        command.Add(Delete(composition));
        return command;
    }

    private static Command List(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("list", "Lists the runs of the lake.");
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var settings = await common.LoadAnyDayAsync(composition, parsed, cancellation);
                List<Listed> runs = [];
                foreach (var id in await IdsAsync(composition.Folder(settings, ""), cancellation))
                    runs.Add(await DescribeAsync(composition.Folder(settings, id), cancellation));
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(Json.Text(runs));
                else
                    Print(terminal, runs);
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Show(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "show",
            "Shows a run: when each stage was done, how long it took, and the tables; as JSON inputs, files and counts, too."
        );
        var common = new CommonOptions(command, takesRun: true);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (_, folder) = await common.LoadAsync(composition, parsed, cancellation);
                await RequireAsync(folder, cancellation);
                var records = await folder.RecordsAsync(Pipeline.Stages, cancellation);
                var listed = await DescribeAsync(folder, cancellation);
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(
                        Json.Text(
                            new
                            {
                                folder.RunId,
                                listed.State,
                                listed.Baseline,
                                Stages = records,
                                Sinks = await folder.SinksAsync(cancellation),
                            }
                        )
                    );
                else
                    Print(terminal, listed, records, await folder.SinksAsync(cancellation));
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static Command Delete(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("delete", "Deletes a run's records, staged tables and report; what it published stays.");
        var common = new CommonOptions(command, takesRun: true);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (_, folder) = await common.LoadAsync(composition, parsed, cancellation);
                if (!common.NamesRun(parsed))
                    throw new ConfigurationException("runs delete needs the id of a run: 'sparkreco runs list' lists the runs");
                await RequireAsync(folder, cancellation);
                await using var lease = await folder.TakeLeaseAsync(terminal.Errors.WriteLine, cancellation);
                await folder.Store.Under(lease).DeleteAsync(folder.Path, cancellation);
                await terminal.Output.WriteLineAsync(
                    parsed.GetValue(output) == "json" ? Json.Text(new { folder.RunId, Deleted = $"{folder.Path}" }) : $"Deleted run {folder.RunId}."
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static async Task<Listed> DescribeAsync(RunFolder folder, CancellationToken cancellation)
    {
        var manifest = await folder.Store.ReadJsonAsync<RunManifest>(folder.Manifest, cancellation);
        var records = await folder.RecordsAsync(Pipeline.Stages, cancellation);
        return new Listed(
            folder.RunId,
            await StateAsync(folder, manifest, cancellation),
            records.Count,
            manifest?.FinishedAt,
            manifest?.Seconds,
            manifest?.Baseline
        );
    }

    /// <summary>What became of a run's tables, by the generation of its day.</summary>
    private static async Task<string> StateAsync(RunFolder folder, RunManifest? manifest, CancellationToken cancellation)
    {
        var day = manifest?.RunDate ?? (await folder.Store.ReadJsonAsync<RunPlan>(folder.Plan, cancellation))?.RunDate;
        var generation = day is { } date ? await Generation.ReadAsync(folder with { RunDate = date }, cancellation) : null;
        return generation switch
        {
            { State: GenerationState.Published } when generation.RunId == folder.RunId => "published",
            { State: GenerationState.Publishing } when generation.RunId == folder.RunId => "publishing, or cut off while it was",
            not null when manifest is not null => $"replaced by {generation.RunId}",
            _ => "not published",
        };
    }

    private static void Print(Terminal terminal, IReadOnlyList<Listed> runs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("run", "state", "stages", "finished", "seconds");
        foreach (var run in runs)
            table.AddRow(Cells(run.RunId, run.State, $"{run.StagesDone}", $"{run.FinishedAt:u}", $"{run.Seconds:0.0}"));
        terminal.Data.Write(table);
    }

    private static void Print(Terminal terminal, Listed run, IReadOnlyList<StageRecord> records, IReadOnlyList<SinkRecord> sinks)
    {
        terminal.Data.MarkupLineInterpolated($"Run {run.RunId}: {run.State}");
        var table = new Table().Border(TableBorder.Simple).AddColumns("stage", "finished", "seconds", "tables and rows");
        foreach (var record in records)
        {
            var tables = record
                .Tables.Where(written => Pipeline.Published(written.Id) is not null)
                .Select(written => $"{written.Id} {written.RowCount:N0}");
            table.AddRow(Cells(record.Stage, $"{record.FinishedAt:u}", $"{record.Seconds:0.0}", string.Join(", ", tables)));
        }

        foreach (var sink in sinks)
            table.AddRow(Cells($"sink {sink.Sink}", $"{sink.FinishedAt:u}", $"{sink.Seconds:0.0}", SinkText.Describe(sink)));
        terminal.Data.Write(table);
        if (run.Baseline is { } baseline)
            terminal.Data.MarkupLineInterpolated($"The baseline is {baseline}.");
        foreach (var note in records.SelectMany(record => record.Notes))
            terminal.Data.MarkupLineInterpolated($"{note}");
    }

    private static IEnumerable<Text> Cells(params IEnumerable<string> texts) => texts.Select(text => new Text(VisibleText.Line(text)));

    private static Task<IReadOnlyList<string>> IdsAsync(RunFolder folder, CancellationToken cancellation) =>
        folder.Store.FoldersAsync(folder.Runs, cancellation);

    private static async Task RequireAsync(RunFolder folder, CancellationToken cancellation)
    {
        var ids = await IdsAsync(folder, cancellation);
        if (!ids.Contains(folder.RunId))
            throw new ConfigurationException(
                $"there is no run {folder.RunId} in {folder.Lake}{NearestName.Hint(folder.RunId, ids)}; 'sparkreco runs list' lists them"
            );
    }
}
