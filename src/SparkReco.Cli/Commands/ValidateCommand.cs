using System.CommandLine;
using SparkReco.Adapters.DuckDb;
using SparkReco.Ingest;
using SparkReco.Personalize;

namespace SparkReco.Cli.Commands;

/// <summary><c>validate</c>: checks a configuration, and whether its input files are there, have the columns and hold rows that would be kept.</summary>
internal static class ValidateCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("validate", "Checks the configuration, all of it at once, and looks at the input files, their columns and their first rows.");
        var common = new CommonOptions(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (settings, _) = await common.LoadAsync(composition, parsed, cancellation);
            var sources = new SourceFiles(composition.Stores);
            List<string> problems = [];
            foreach (var (table, source) in settings.Inputs.ByTable())
                await LookAsync(source.Key, () => DuckDbIngest.LookAsync(table, source, settings.BaseFolder, sources, cancellation));
            if (settings.Inputs.ListSource() is { } lists)
                await LookAsync(lists.Key, async () => (await BatchOutput.ListAsync(sources, lists, settings.BaseFolder, cancellation), []));
            if (problems.Count > 0)
                throw new SourceConfigurationException(problems);

            await terminal.Output.WriteLineAsync($"The configuration is good. Run date {settings.RunDate:yyyy-MM-dd}, lake {settings.Lake}.");
            return ExitCodes.Done;

            async Task LookAsync(string key, Func<Task<(IReadOnlyList<SourceFile> Files, IReadOnlyList<string> Warnings)>> list)
            {
                try
                {
                    var (files, warnings) = await list();
                    await terminal.Output.WriteLineAsync($"{key}: {files.Count:N0} {(files.Count == 1 ? "file" : "files")}, {files.Sum(file => file.Size) / 1e6:N1} MB");
                    foreach (var warning in warnings)
                        await terminal.Errors.WriteLineAsync($"warning: {warning}");
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
