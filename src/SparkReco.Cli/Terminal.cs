using Spectre.Console;

namespace SparkReco.Cli;

/// <summary>Where a command writes: data to one side, progress and messages to the other, with colour only on a terminal.</summary>
internal sealed class Terminal(TextWriter output, TextWriter errors)
{
    public TextWriter Output { get; } = output;

    public TextWriter Errors { get; } = new VisibleWriter(errors);

    /// <summary>Whether a person watches the progress.</summary>
    public bool IsWatched { get; } =
        ReferenceEquals(errors, Console.Error) && !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";

    /// <summary>The console for data: tables and the summary.</summary>
    public IAnsiConsole Data { get; } = Create(output, Console.IsOutputRedirected || !ReferenceEquals(output, Console.Out));

    /// <summary>The console for progress.</summary>
    public IAnsiConsole Progress { get; } = Create(errors, Console.IsErrorRedirected || !ReferenceEquals(errors, Console.Error));

    private static IAnsiConsole Create(TextWriter writer, bool isPlain)
    {
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Out = new AnsiConsoleOutput(isPlain ? new TrimmingWriter(writer) : writer),
                Ansi = isPlain ? AnsiSupport.No : AnsiSupport.Detect,
                ColorSystem = isPlain ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
                Interactive = isPlain ? InteractionSupport.No : InteractionSupport.Detect,
            }
        );
        if (isPlain)
            console.Profile.Width = 140;
        return console;
    }
}
