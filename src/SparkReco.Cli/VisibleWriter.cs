using System.Text;
using SparkReco.Ingest;

namespace SparkReco.Cli;

/// <summary>Writes messages whose texts may come from data: nothing of them is invisible, or steers the terminal.</summary>
internal sealed class VisibleWriter(TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => inner.Write(value);

    public override void Write(string? value) => inner.Write(Seen(value));

    public override void WriteLine(string? value) => inner.WriteLine(Seen(value));

    public override void Flush() => inner.Flush();

    /// <summary>A tab is no more than some blanks.</summary>
    private static string Seen(string? value) => VisibleText.Lines((value ?? "").Replace("\t", "  ", StringComparison.Ordinal));
}
