using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("a\u202Eb", @"a\u202Eb")]
    [InlineData("\u001B[31m", @"\u001B[31m")]
    [InlineData("a\nb", @"a\u000Ab")]
    [InlineData("\U000E0041", @"\U000E0041")]
    [InlineData("Größe \U0001F600", "Größe \U0001F600")]
    public void What_is_invisible_is_an_escape(string text, string shown)
    {
        Assert.Equal(shown, VisibleText.Of(text));
        Assert.Equal(shown, VisibleText.Line(text));
    }

    [Fact]
    public void A_text_is_shortened_but_a_line_is_whole()
    {
        var text = new string('x', 61);

        Assert.Equal(new string('x', 60) + "…", VisibleText.Of(text));
        Assert.Equal(text, VisibleText.Line(text));
    }

    [Fact]
    public void The_lines_of_a_message_stay() => Assert.Equal($@"a\u202E{Environment.NewLine}b", VisibleText.Lines($"a\u202E{Environment.NewLine}b"));
}
