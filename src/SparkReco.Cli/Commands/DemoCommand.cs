using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Demo;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli.Commands;

/// <summary><c>demo</c>: a synthetic company, from raw files to the report.</summary>
internal static class DemoCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "demo",
            """
            Makes a synthetic company with users, courses, videos, podcasts and five months of activity with dirty rows in it; then runs
            everything on it, with a stand-in for Amazon Personalize that is trained on this machine.
            """
        );
        var folder = new Option<string>("--folder")
        {
            Description = "Where the demo goes.",
            DefaultValueFactory = _ => "demo",
            HelpName = "PATH",
        };
        var engine = CommonOptions.EngineOption();
        command.Add(folder);
        var output = CommonOptions.OutputOption();
        command.Add(engine);
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var path = Path.GetFullPath(parsed.GetValue(folder)!);
                if (Location.HasScheme(parsed.GetValue(folder)!))
                    throw new ConfigurationException("--folder: the demo makes its company on this machine: name a folder of it");
                var configuration = Path.Combine(path, "sparkreco.json");
                var mark = Path.Combine(path, ".sparkreco-demo");
                if (!File.Exists(mark) && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
                    throw new ConfigurationException(
                        $"--folder: {path} has files that are not the demo's: name a new folder, so that none of them is overwritten"
                    );
                if (!File.Exists(configuration))
                {
                    await composition.Stores.Local.WriteTextAsync(Location.OfThisMachine(mark), "sparkreco demo made this folder\n", cancellation);
                    await terminal.Errors.WriteLineAsync($"making a synthetic company in {path}");
                    await ProgressLines.ShowAsync(
                        terminal,
                        progress => WriteWorldAsync(composition.Stores.Local, path, Location.OfThisMachine(configuration), progress, cancellation)
                    );
                }

                Dictionary<string, string> overrides = [];
                if (parsed.GetValue(engine) is { } name)
                    overrides["engine.name"] = name;
                var settings = await CommonOptions.LoadAsync(composition, configuration, overrides, cancellation);
                return await RunCommand.RunAsync(
                    composition,
                    settings,
                    composition.Folder(settings, "demo"),
                    wanted: null,
                    parsed.GetValue(output) == "json",
                    isVerbose: false,
                    cancellation
                );
            }
        );
        return command;
    }

    /// <summary>Writes the company; the configuration comes last, so that a demo that was cut off is made anew.</summary>
    private static async Task<DemoSummary> WriteWorldAsync(
        IFileStore store,
        string path,
        Location configuration,
        IProgress<RunEvent> progress,
        CancellationToken cancellation
    )
    {
        var summary = await Task.Run(() => DemoWorld.Write(path, new DemoOptions(), step => progress.Report(new RunEvent.Doing(step))), cancellation);
        var text = $$"""
            {
              // The demo's configuration; 'sparkreco init' writes one with every setting.
              "run_date": "{{summary.RunDate:yyyy-MM-dd}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] }
              },
              // A stand-in for Amazon Personalize, which the run starts itself.
              "personalize": { "endpoint": "local" }
            }

            """;
        await store.WriteTextAsync(configuration, text, cancellation);
        return summary;
    }
}
