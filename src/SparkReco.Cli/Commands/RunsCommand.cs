using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Runs;
using SparkReco.Storage;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>runs list | show | delete</c>: the runs of a lake.</summary>
internal static class RunsCommand
{
    private sealed record Listed(string RunId, bool IsPublished, int StagesDone, DateTimeOffset? FinishedAt, double? Seconds);

    public static Command Create(Terminal terminal)
    {
        var command = new Command("runs", "Lists, shows and deletes the records of runs. Published tables stay.");
        command.Add(List(terminal));
        command.Add(Show(terminal));
        command.Add(Delete(terminal));
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Lists the runs of the lake.");
        var common = new CommonOptions(command);
        var output = RunCommand.OutputOption();
        command.Add(output);
        command.SetAction((parsed, _) =>
        {
            var settings = common.LoadAnyDay(parsed);
            var runs = Ids(settings.Lake).Select(id => Describe(new RunFolder(settings.Lake, id, settings.RunDate))).ToArray();
            if (parsed.GetValue(output) == "json")
                terminal.Output.WriteLine(Json.Text(runs));
            else
                Print(terminal, runs);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static Command Show(Terminal terminal)
    {
        var command = new Command("show", "Prints a run's manifest as JSON: inputs, tables, files, counts and times of each stage.");
        var common = new CommonOptions(command);
        command.SetAction((parsed, _) =>
        {
            var (settings, folder) = common.Load(parsed);
            Require(settings, folder);
            var records = Pipeline.Stages.Select(stage => StageRecord.Read(folder, stage.Name)).OfType<StageRecord>().ToArray();
            terminal.Output.WriteLine(Json.Text(new { folder.RunId, IsPublished = folder.Store.Find(folder.Manifest) is not null, Stages = records }));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static Command Delete(Terminal terminal)
    {
        var command = new Command("delete", "Deletes a run's records, staged tables and report; what it published stays.");
        var common = new CommonOptions(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, folder) = common.Load(parsed);
            if (!common.NamesRun(parsed))
                throw new ConfigurationException("runs delete needs --run-id: 'sparkreco runs list' lists the runs");
            Require(settings, folder);
            using var lease = folder.TakeLease(terminal.Errors.WriteLine, cancellation);
            folder.Store.Delete(folder.Path);
            terminal.Output.WriteLine($"Deleted run {folder.RunId}.");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static Listed Describe(RunFolder folder)
    {
        var manifest = Json.Read<RunManifest>(folder.Manifest);
        var done = Pipeline.Stages.Count(stage => StageRecord.Read(folder, stage.Name) is not null);
        return new Listed(folder.RunId, manifest is not null, done, manifest?.FinishedAt, manifest?.Seconds);
    }

    private static void Print(Terminal terminal, IReadOnlyList<Listed> runs)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("run", "state", "stages", "finished", "seconds");
        foreach (var run in runs)
            table.AddRow(run.RunId, run.IsPublished ? "published" : "not published", $"{run.StagesDone}", $"{run.FinishedAt:u}", $"{run.Seconds:0.0}");
        terminal.Data.Write(table);
    }

    private static IReadOnlyList<string> Ids(string lake) => FileStores.Of(lake).Folders(Path.Combine(lake, "runs"));

    private static void Require(Settings settings, RunFolder folder)
    {
        if (!folder.Store.HasFolder(folder.Path))
            throw new ConfigurationException($"there is no run {folder.RunId} in {settings.Lake}{NearestName.Hint(folder.RunId, Ids(settings.Lake))}; 'sparkreco runs list' lists them, --run-id names one");
    }
}
