using System.Text;

namespace SparkReco.Cli;

/// <summary>Leaves out the blanks at the ends of lines, with which tables are padded.</summary>
internal sealed class TrimmingWriter(TextWriter inner) : TextWriter
{
    private int _blanks;

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value)
    {
        if (value == ' ')
        {
            _blanks++;
            return;
        }

        if (value is not ('\r' or '\n'))
            inner.Write(new string(' ', _blanks));
        _blanks = 0;
        inner.Write(value);
    }

    public override void Flush() => inner.Flush();
}
