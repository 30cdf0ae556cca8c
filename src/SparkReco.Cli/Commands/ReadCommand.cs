using System.CommandLine;
using SparkReco.Adapters.Spark;

namespace SparkReco.Cli.Commands;

/// <summary><c>read</c>: what Spark starts on its executors to read raw files; it is of no use to people.</summary>
internal static class ReadCommand
{
    public static Command Create(Composition composition)
    {
        var terminal = composition.Terminal;
        var command = new Command("read", "Reads raw files for Spark: tasks come on standard input.") { Hidden = true };
        command.SetAction((_, cancellation) => ReaderTask.RunAllAsync(composition.Stores, Console.In, terminal.Output, cancellation));
        return command;
    }
}
