using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Runs;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary><c>runs list | show | delete</c>: the runs of a lake.</summary>
internal static class RunsCommand
{
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
        command.SetAction((parsed, _) =>
        {
            var (settings, _) = common.Load(parsed);
            var table = new Table().Border(TableBorder.Simple).AddColumns("run", "state", "stages", "finished", "seconds");
            foreach (var id in Ids(settings.Lake))
            {
                var folder = new RunFolder(settings.Lake, id, settings.RunDate);
                var manifest = Json.Read<RunManifest>(folder.Manifest);
                var done = Pipeline.Stages.Count(stage => StageRecord.Read(folder, stage.Name) is not null);
                table.AddRow(id, manifest is null ? "not published" : "published", $"{done}", manifest is null ? "" : $"{manifest.FinishedAt:u}", manifest is null ? "" : $"{manifest.Seconds:0.0}");
            }

            terminal.Data.Write(table);
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
            terminal.Output.WriteLine(Json.Text(new { folder.RunId, IsPublished = File.Exists(folder.Manifest), Stages = records }));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static Command Delete(Terminal terminal)
    {
        var command = new Command("delete", "Deletes a run's records, staged tables and report; what it published stays.");
        var common = new CommonOptions(command);
        command.SetAction((parsed, _) =>
        {
            var (settings, folder) = common.Load(parsed);
            if (!common.NamesRun(parsed))
                throw new ConfigurationException("runs delete needs --run-id: 'sparkreco runs list' lists the runs");
            Require(settings, folder);
            using var lease = Lease.Take(settings.Lake);
            Durable.Delete(folder.Path);
            terminal.Output.WriteLine($"Deleted run {folder.RunId}.");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static IEnumerable<string> Ids(string lake)
    {
        var runs = Path.Combine(lake, "runs");
        return Directory.Exists(runs) ? Directory.GetDirectories(runs).Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal) : [];
    }

    private static void Require(Settings settings, RunFolder folder)
    {
        if (!Directory.Exists(folder.Path))
            throw new ConfigurationException($"there is no run {folder.RunId} in {settings.Lake}{NearestName.Hint(folder.RunId, Ids(settings.Lake))}; 'sparkreco runs list' lists them, --run-id names one");
    }
}
