using System.CommandLine;
using SparkReco.Runs;

namespace SparkReco.Cli.Commands;

/// <summary><c>validate</c>: checks a configuration and finds its input files.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", "Checks the configuration, all of it at once, and finds the input files.");
        var common = new CommonOptions(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, folder) = common.Load(parsed);
            var plan = RunPlan.Make(settings, folder, wanted: null, cancellation);
            foreach (var input in plan.Files.GroupBy(file => file.Input))
                terminal.Output.WriteLine($"{input.Key}: {input.Count():N0} files, {input.Sum(file => file.Size) / 1e6:N1} MB");
            terminal.Output.WriteLine($"The configuration is good. Run date {settings.RunDate:yyyy-MM-dd}, lake {settings.Lake}.");
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }
}
