using System.CommandLine;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ingest;
using SparkReco.Personalize;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli.Commands;

/// <summary>
/// <c>validate</c>: checks a configuration, whether its input files are there, have the columns and hold rows that would be kept, and whether its sinks
/// would take a run.
/// </summary>
internal static class ValidateCommand
{
    private const int RowsToLookAt = 1000;

    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "validate",
            $"""
            Checks the configuration, all of it at once, and looks at the input files, their columns and their first rows, and into the databases.
            Nothing is written anywhere.

            The fields that columns are mapped to, those that are needed first:
            {string.Join('\n', new[] { RawTable.Users, RawTable.Items, RawTable.Events }.Select(Fields))}
            """
        );
        var common = new CommonOptions(command);
        var output = CommonOptions.OutputOption();
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, _) = await common.LoadAsync(composition, parsed, cancellation);
                var sources = new SourceFiles(composition.Stores);
                List<InputLook> looks = [];
                foreach (var (table, inputs) in settings.Inputs.ByTable())
                {
                    foreach (var source in inputs)
                        looks.Add(
                            (
                                await LookAsync(
                                    source.Key,
                                    () =>
                                        source.Fetch is null
                                            ? DuckDbIngest.LookAsync(table, source.Files, settings.BaseFolder, sources, cancellation)
                                            : LookAsync(composition, settings, table, source, cancellation)
                                )
                            ) with
                            {
                                Connection = source.Fetch?.Connection,
                            }
                        );
                }

                if (settings.Inputs.ListSource() is { } lists)
                    looks.Add(
                        await LookAsync(
                            lists.Key,
                            async () => (await sources.ListAsync(lists, settings.BaseFolder, cancellation), new FirstLook([], [], null))
                        )
                    );

                var sinks = new List<SinkState>();
                foreach (var sink in settings.Sinks.Values)
                    sinks.Add(await LookAsync(composition, settings, sink, cancellation));

                string[] problems = [.. looks.SelectMany(look => look.Problems), .. sinks.Select(sink => sink.Problem).OfType<string>()];
                if (parsed.GetValue(output) == "json")
                {
                    await terminal.Output.WriteLineAsync(
                        Json.Text(
                            new
                            {
                                settings.RunDate,
                                Lake = $"{settings.Lake}",
                                Inputs = looks,
                                Sinks = sinks,
                            }
                        )
                    );
                    return problems.Length == 0 ? ExitCodes.Done : ExitCodes.WrongUsage;
                }

                await PrintAsync(terminal, looks, sinks);
                if (problems.Length > 0)
                    throw new SourceConfigurationException(problems);
                var verdict =
                    looks.Any(look => look.Warnings.Count > 0) || sinks.Exists(sink => sink.Lacks.Count > 0)
                        ? "The configuration can be read; a run may refuse what the warnings are of."
                        : "The configuration is good.";
                await terminal.Output.WriteLineAsync($"{verdict} Run date {settings.RunDate:yyyy-MM-dd}, lake {settings.Lake}.");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    /// <summary>What was seen of an input.</summary>
    private sealed record InputLook(
        string Input,
        long Files,
        long Bytes,
        IReadOnlyList<string> Warnings,
        IReadOnlyList<string> Problems,
        InputProfile? FirstRows
    )
    {
        /// <summary>The connection to the database that the rows come from; nothing where they are in files.</summary>
        public string? Connection { get; init; }
    }

    /// <summary>What was seen of a sink, without writing anything there.</summary>
    private sealed record SinkState(string Sink, string Database, string? Saw, IReadOnlyList<string> Lacks, string? Problem);

    private static async Task<SinkState> LookAsync(Composition composition, Settings settings, SinkSettings sink, CancellationToken cancellation)
    {
        var key = $"sinks.{sink.Name}";
        var connection = settings.Connections[sink.Connection];
        try
        {
            var database = composition.Databases(settings).SinkOf(connection, sink, composition.Clock, _ => { });
            var look = await database.LookAsync(cancellation).WaitAsync(cancellation);
            return new SinkState(key, database.Description, look.Saw, look.Lacks, null);
        }
        catch (DatabaseException error)
        {
            return new SinkState(key, $"connections.{connection.Name}", null, [], $"{key}: {error.Message}");
        }
    }

    private static async Task<InputLook> LookAsync(string input, Func<Task<(IReadOnlyList<SourceFile> Files, FirstLook Look)>> look)
    {
        try
        {
            var (files, seen) = await look();
            return new InputLook(input, files.Count, files.Sum(file => file.Size), seen.Warnings, seen.Problems, seen.Profile);
        }
        catch (SourceConfigurationException error)
        {
            return new InputLook(input, 0, 0, [], error.Problems, null);
        }
    }

    /// <summary>Looks at the first rows of a database, in a file that goes again.</summary>
    private static async Task<(IReadOnlyList<SourceFile> Files, FirstLook Look)> LookAsync(
        Composition composition,
        Settings settings,
        RawTable table,
        InputSource source,
        CancellationToken cancellation
    )
    {
        var fetch = source.Fetch!;
        var folder = Location.OfThisMachine(Directory.CreateTempSubdirectory("first-rows-").FullName);
        try
        {
            await using var database = await composition.Databases(settings).OpenSourceAsync(settings.Connections[fetch.Connection], cancellation);
            await using var parts = new RawParts(composition.Stores.Local, folder, Path.GetTempPath(), (_, _) => { });
            var request = new FetchRequest(source.Key, fetch.Query, fetch.IsTable, fetch.Watermark, After: null, RowsToLookAt);
            await database.FetchAsync(request, parts, cancellation).WaitAsync(cancellation);
            await parts.EndAsync(needsOne: true, cancellation);
            var files = source.Files with { Paths = [$"{folder}"] };
            return await DuckDbIngest.LookAsync(table, files, folder, new SourceFiles(composition.Stores), cancellation);
        }
        catch (DatabaseException error)
        {
            throw new SourceConfigurationException([error.Message]);
        }
        finally
        {
            Directory.Delete($"{folder}", recursive: true);
        }
    }

    private static async Task PrintAsync(Terminal terminal, IEnumerable<InputLook> looks, IEnumerable<SinkState> sinks)
    {
        foreach (var look in looks.Where(look => look.Files > 0))
        {
            await terminal.Output.WriteLineAsync(
                look.Connection is { } connection
                    ? $"{look.Input}: connections.{connection}"
                    : $"{look.Input}: {look.Files:N0} {(look.Files == 1 ? "file" : "files")}, {look.Bytes / 1e6:N1} MB"
            );
            foreach (var line in look.FirstRows is { Rows: > 0 } profile ? ProfileText.Lines(profile) : [])
                await terminal.Output.WriteLineAsync(line);
            foreach (var warning in look.Warnings)
                await terminal.Errors.WriteLineAsync($"warning: {warning}");
        }

        foreach (var sink in sinks.Where(sink => sink.Problem is null))
        {
            await terminal.Output.WriteLineAsync($"{sink.Sink}: {sink.Database}: {sink.Saw}");
            if (sink.Lacks.Count > 0)
                await terminal.Errors.WriteLineAsync(
                    $"warning: {sink.Sink}: the user seems to lack {string.Join(", ", sink.Lacks)}: nothing can be published until it is granted"
                );
        }
    }

    private static string Fields(RawTable table) =>
        $"  inputs.{table.Name["raw_".Length..]}: {string.Join(", ", table.Fields.OrderByDescending(field => field.IsRequired).Select(field => field.Name))}";
}
