namespace SparkReco.Adapters;

/// <summary>Finds where records of CSV end, in text that comes piece by piece: a line's end in quotes is none.</summary>
internal sealed class CsvRecordEnds
{
    private bool _isQuoted;

    /// <summary>Where the last whole record of a text ends, and how many records do that in what is new of it.</summary>
    /// <param name="text">The text from the end of the last record that was found.</param>
    /// <param name="from">Where what is new begins.</param>
    public (int End, long Count) Find(ReadOnlySpan<byte> text, int from)
    {
        var end = 0;
        long count = 0;
        for (var at = from; ; at++)
        {
            var next = _isQuoted ? text[at..].IndexOf((byte)'"') : text[at..].IndexOfAny((byte)'"', (byte)'\n');
            if (next < 0)
                return (end, count);
            at += next;
            if (text[at] == '"')
                _isQuoted = !_isQuoted;
            else
                (end, count) = (at + 1, count + 1);
        }
    }
}
