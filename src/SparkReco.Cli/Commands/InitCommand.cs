using System.CommandLine;
using SparkReco.Configuration;
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
        var output = CommonOptions.OutputOption();
        command.Add(file);
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var path = Location.Of(parsed.GetValue(file)!, Location.WorkingFolder);
                var store = composition.Stores.Of(path);
                if (await store.FindAsync(path, cancellation) is not null)
                    throw new ConfigurationException($"{path} exists already: remove it, or name another file with --config");
                await store.WriteTextAsync(path, SettingsTemplate.Write(), cancellation);
                await terminal.Output.WriteLineAsync(
                    parsed.GetValue(output) == "json"
                        ? Json.Text(new { Configuration = $"{path}" })
                        : $"Wrote {path}. Name your files in 'inputs', set 'run_date', then: sparkreco validate"
                );
                return ExitCodes.Done;
            }
        );
        return command;
    }
}
