using System.CommandLine;
using SparkReco.Configuration;

namespace SparkReco.Cli.Commands;

/// <summary><c>init</c>: writes a configuration with comments.</summary>
internal static class InitCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("init", "Writes a starting configuration, with every setting, its default, its range and its meaning.");
        var file = new Option<string>("--config") { Description = "The file to write.", DefaultValueFactory = _ => "sparkreco.json", HelpName = "FILE" };
        command.Add(file);
        command.SetAction((parsed, _) =>
        {
            var path = parsed.GetValue(file)!;
            if (File.Exists(path))
                throw new ConfigurationException($"{path} exists already: remove it, or name another file with --config");
            File.WriteAllText(path, SettingsTemplate.Write());
            terminal.Output.WriteLine($"Wrote {path}. Name your files in 'inputs', set 'run_date', then: sparkreco validate");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
