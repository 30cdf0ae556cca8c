using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Runtime.InteropServices;
using SparkReco.Cli.Commands;
using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Personalize;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Sql;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>The command line: finds the command, runs it, and turns every failure into a message and an exit code.</summary>
public static class CommandLine
{
    private const string Description = """
        Compares a company's own recommendations with Amazon Personalize's: reads users, content and activity logs, makes a strong baseline,
        and reports which lists serve people better, for whom, by how much and how surely.

        Examples:
          sparkreco demo                                  a synthetic company, from raw files to the report
          sparkreco init                                  write a configuration with comments
          sparkreco validate                              check it
          sparkreco plan --run-date 2026-09-01            what a run would do, and why
          sparkreco run --run-date 2026-09-01             do it
          sparkreco show --user U --run-date 2026-09-01   one user: what they did, and both lists

        Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 done with more rejected rows than the warning allows,
        4 refused by a quality gate (nothing published), 5 another run holds the lease, 130 and 143 stopped by a signal.
        """;

    /// <summary>Runs a command. Data goes to <paramref name="output"/>, everything else to <paramref name="errors"/>.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        using var stop = new CancellationTokenSource();
        var terminal = new Terminal(output, errors);
        var composition = new Composition(terminal, TimeProvider.System, stop.Token);
        var root = new Command("sparkreco", Description) { new HelpOption(), new VersionOption() };
        foreach (
            var command in new[]
            {
                DemoCommand.Create(composition),
                InitCommand.Create(composition),
                ValidateCommand.Create(composition),
                PlanCommand.Create(composition),
                RunCommand.Create(composition),
                TuneCommand.Create(composition),
                CompareCommand.Create(composition),
                ReportCommand.Create(composition),
                ShowCommand.Create(composition),
                ExperimentCommand.Create(composition),
                PublishCommand.Create(composition),
                ExportCommand.Create(composition),
                PersonalizeCommand.Create(composition),
                RunsCommand.Create(composition),
                ReadCommand.Create(composition),
            }
        )
            root.Add(command);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await terminal.Errors.WriteLineAsync(error.Message);
            if (
                parsed.CommandResult.Command == root
                && args.FirstOrDefault() is { } first
                && NearestName.Of(first, root.Subcommands.Select(command => command.Name)) is { } nearest
            )
                await terminal.Errors.WriteLineAsync($"Did you mean 'sparkreco {nearest}'?");
            await terminal.Errors.WriteLineAsync($"'sparkreco {PathOf(parsed.CommandResult, root)}--help' shows what can be given.");
            return ExitCodes.WrongUsage;
        }

        var signal = ExitCodes.Interrupted;
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Stop(context, ExitCodes.Interrupted));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Stop(context, ExitCodes.Terminated));
        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration
                {
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                    Output = output,
                    Error = errors,
                },
                stop.Token
            );
        }
        catch (Exception error) when (Cause(error) is OperationCanceledException && stop.IsCancellationRequested)
        {
            await terminal.Errors.WriteLineAsync(
                Cause(error) is StillRunningException still ? still.Message : "stopped; the same command goes on where it was"
            );
            return signal;
        }
        catch (Exception error) when (CodeOf(Cause(error)) is { } code)
        {
            await terminal.Errors.WriteLineAsync(Cause(error).Message);
            return code;
        }

        void Stop(PosixSignalContext context, int code)
        {
            context.Cancel = true;
            signal = code;
            stop.Cancel();
        }
    }

    /// <summary>The words of a command and a blank; nothing for the program itself.</summary>
    private static string PathOf(CommandResult? result, Command root) =>
        result is null || result.Command == root ? "" : $"{PathOf(result.Parent as CommandResult, root)}{result.Command.Name} ";

    /// <summary>What several threads threw is told by the first of it.</summary>
    private static Exception Cause(Exception error) => error is AggregateException { InnerException: { } inner } ? Cause(inner) : error;

    /// <summary>The exit code of a failure that has a message for people; null for a defect, which shows its trace.</summary>
    private static int? CodeOf(Exception error) =>
        error switch
        {
            ConfigurationException or SourceConfigurationException or DatabaseException { IsOfConfiguration: true } => ExitCodes.WrongUsage,
            QualityGateException => ExitCodes.RefusedByQualityGate,
            LeaseException => ExitCodes.LeaseHeld,
            ContractException or EngineException or SqlModelException or SourceChangedException or IOException or UnauthorizedAccessException =>
                ExitCodes.Failed,
            _ => null,
        };
}
