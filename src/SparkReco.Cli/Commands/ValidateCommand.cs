using System.CommandLine;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Personalize;

namespace SparkReco.Cli.Commands;

/// <summary><c>validate</c>: checks a configuration, and whether its input files are there, have the columns and hold rows that would be kept.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", "Checks the configuration, all of it at once, and looks at the input files, their columns and their first rows.");
        var common = new CommonOptions(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, _) = common.Load(parsed);
            List<string> problems = [];
            foreach (var (table, source) in settings.Inputs.ByTable())
                Look(source.Key, () => DuckDbIngest.Look(table, source, settings.BaseFolder));
            if (settings.Inputs.ListSource() is { } lists)
                Look(lists.Key, () => (BatchOutput.Files(lists, settings.BaseFolder), []));
            if (problems.Count > 0)
                throw new SourceConfigurationException(problems);

            terminal.Output.WriteLine($"The configuration is good. Run date {settings.RunDate:yyyy-MM-dd}, lake {settings.Lake}.");
            return Task.FromResult(ExitCodes.Done);

            void Look(string key, Func<(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Warnings)> list)
            {
                try
                {
                    var (files, warnings) = list();
                    terminal.Output.WriteLine($"{key}: {files.Count:N0} {(files.Count == 1 ? "file" : "files")}, {files.Sum(file => file.Size) / 1e6:N1} MB");
                    foreach (var warning in warnings)
                        terminal.Errors.WriteLine($"warning: {warning}");
                }
                catch (SourceConfigurationException error)
                {
                    problems.AddRange(error.Problems);
                }
            }
        });
        return command;
    }
}
