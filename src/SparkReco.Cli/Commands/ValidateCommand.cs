using System.CommandLine;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Personalize;

namespace SparkReco.Cli.Commands;

/// <summary><c>validate</c>: checks a configuration, and whether its input files are there and have the columns.</summary>
internal static class ValidateCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("validate", "Checks the configuration, all of it at once, and looks at the input files and their columns.");
        var common = new CommonOptions(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (settings, _) = common.Load(parsed);
            List<string> problems = [];
            foreach (var (table, source) in settings.Inputs.ByTable())
                Look(source.Key, () => DuckDbIngest.List(table, source, settings.BaseFolder));
            if (settings.Inputs.ListSource() is { } lists)
                Look(lists.Key, () => BatchOutput.Files(lists, settings.BaseFolder));
            if (problems.Count > 0)
                throw new SourceConfigurationException(problems);

            terminal.Output.WriteLine($"The configuration is good. Run date {settings.RunDate:yyyy-MM-dd}, lake {settings.Lake}.");
            return Task.FromResult(ExitCodes.Done);

            void Look(string key, Func<IReadOnlyList<SourceFile>> list)
            {
                try
                {
                    var files = list();
                    terminal.Output.WriteLine($"{key}: {files.Count:N0} {(files.Count == 1 ? "file" : "files")}, {files.Sum(file => file.Size) / 1e6:N1} MB");
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
