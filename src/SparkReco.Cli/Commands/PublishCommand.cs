using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Runs;
using SparkReco.Sinks;

namespace SparkReco.Cli.Commands;

/// <summary><c>publish</c>: brings what the lake has published for a day to the sinks.</summary>
internal static class PublishCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command(
            "publish",
            """
            Brings the published tables of the run date to the sinks of the configuration, as a run does at its end: to a sink that is new, or was out
            of reach. What is there already is left alone.

            Example: sparkreco publish --run-date 2026-09-01 --sink shop
            """
        );
        var common = new CommonOptions(command);
        var sink = new Option<string?>("--sink") { Description = "Only this one of the sinks.", HelpName = "NAME" };
        var output = CommonOptions.OutputOption();
        command.Add(sink);
        command.Add(output);
        command.SetAction(
            async (parsed, cancellation) =>
            {
                var (settings, folder) = await common.LoadAsync(composition, parsed, cancellation);
                var sinks = Choose(settings, parsed.GetValue(sink));
                await PublishedLake.FindAsync(folder, cancellation);
                await using var lease = await folder.TakeLeaseAsync(terminal.Errors.WriteLine, cancellation);
                var stores = composition.Stores.Under(lease, folder.Lake);
                await using var lake = await PublishedLake.OpenAsync(composition, settings, folder, cancellation);
                var published = folder with { RunId = lake.Generation.RunId, Store = stores.Of(folder.Lake) };
                using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation, lease.Lost);
                var records = await ProgressLines.ShowAsync(
                    terminal,
                    progress =>
                        new SinkPublisher(
                            settings,
                            published,
                            new RunPorts(lake.Engine, stores, composition.Clock, progress, composition.Log.Write, composition.Databases(settings))
                        ).PublishAsync(lake.Generation, sinks, stop.Token)
                );
                if (parsed.GetValue(output) == "json")
                    await terminal.Output.WriteLineAsync(Json.Text(new { published.RunId, Sinks = records }));
                else
                    foreach (var record in records)
                        await terminal.Output.WriteLineAsync($"{record.Sink}: run {published.RunId}, {SinkText.Describe(record)}");
                return ExitCodes.Done;
            }
        );
        return command;
    }

    private static IReadOnlyCollection<string> Choose(Settings settings, string? name)
    {
        if (settings.Sinks.Count == 0)
            throw new ConfigurationException(
                "the configuration has no 'sinks': name one with its connection, such as \"sinks\": { \"shop\": { \"connection\": \"shop\" } }"
            );
        if (name is not null && !settings.Sinks.ContainsKey(name))
            throw new ConfigurationException($"--sink: there is no 'sinks.{name}'{NearestName.Hint(name, settings.Sinks.Keys)}");
        return name is null ? [.. settings.Sinks.Keys] : [name];
    }
}
