using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Storage;

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
            var store = FileStores.Of(path);
            if (store.Find(path) is not null)
                throw new ConfigurationException($"{path} exists already: remove it, or name another file with --config");
            store.WriteText(FileStores.Resolve(path, Environment.CurrentDirectory), SettingsTemplate.Write());
            terminal.Output.WriteLine($"Wrote {path}. Name your files in 'inputs', set 'run_date', then: sparkreco validate");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
