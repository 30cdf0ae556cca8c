using System.CommandLine;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli.Commands;

/// <summary><c>init</c>: writes a configuration with comments.</summary>
internal static class InitCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("init", "Writes a starting configuration, with every setting, its default, its range and its meaning.");
        var file = new Option<string>("--config")
        {
            Description = "The file to write.",
            DefaultValueFactory = _ => "sparkreco.json",
            HelpName = "FILE",
        };
        var from = new Option<string[]>("--from")
        {
            Description = "Files or folders to look at: the configuration then names them, with fields guessed from their columns and first rows.",
            HelpName = "FILE",
            AllowMultipleArgumentsPerToken = true,
        };
        var output = CommonOptions.OutputOption();
        command.Add(file);
        command.Add(from);
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var path = Location.Of(parsed.GetValue(file)!, Location.WorkingFolder);
                var store = composition.Stores.Of(path);
                if (await store.FindAsync(path, cancellation) is not null)
                    throw new ConfigurationException($"{path} exists already: remove it, or name another file with --config");
                var files = parsed.GetValue(from) ?? [];
                var text = files.Length == 0 ? SettingsTemplate.Write() : await GuessAsync(composition, path, files, cancellation);
                await store.WriteTextAsync(path, text, cancellation);
                await terminal.Output.WriteLineAsync(
                    parsed.GetValue(output) == "json" ? Json.Text(new { Configuration = $"{path}" })
                    : files.Length == 0 ? $"Wrote {path}. Name your files in 'inputs', set 'run_date', then: sparkreco validate"
                    : $"Wrote {path}. What is guessed in it says so; see what it comes to: sparkreco validate"
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static async Task<string> GuessAsync(Composition composition, Location configuration, string[] files, CancellationToken cancellation)
    {
        var sources = new SourceFiles(composition.Stores);
        var guesses = await DuckDbIngest.GuessAsync(files, Location.WorkingFolder, sources, cancellation);
        return GuessedConfiguration.Write([
            .. files.Zip(guesses, (file, guess) => (Location.Of(file, Location.WorkingFolder).From(configuration.Folder), guess)),
        ]);
    }
}
