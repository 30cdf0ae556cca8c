using SparkReco.Cli;
using Xunit;

namespace SparkReco.Tests.Cli;

public sealed class TerminalTests
{
    [Fact]
    public async Task No_message_steers_the_terminal()
    {
        var errors = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, errors);

        terminal.Errors.WriteLine("one\u001B[2J");
        await terminal.Errors.WriteLineAsync("two\u202E");

        Assert.Equal([@"one\u001B[2J", @"two\u202E", ""], errors.ToString().Split(Environment.NewLine));
    }
}
