namespace SparkReco.Ingest;

/// <summary>
/// Reads a stream of CSV record by record. After a bad quote it goes on at the line after the one with the quote, so one bad quote does
/// not swallow the file.
/// </summary>
internal sealed class CsvRecords(Stream stream, CsvDialect dialect, SourceSettings settings) : IDisposable
{
    private readonly ByteWindow _window = new(stream);
    private long _nextLine = settings.SkipLines + 1;
    private int _consumed;

    public CsvRecord Record { get; } = new(dialect);

    public byte[] Buffer => _window.Buffer;

    /// <summary>Where the current record begins in <see cref="Buffer"/>.</summary>
    public int Start => _window.Start;

    /// <summary>The 1-based number of the line on which the current record begins.</summary>
    public long Line { get; private set; }

    /// <summary>Why the current record is no record; <see cref="Text"/> is then its first part.</summary>
    public string? Problem { get; private set; }

    public ReadOnlySpan<byte> Text => _window.Bytes[..TextLength];

    private int TextLength { get; set; }

    /// <summary>Goes to the next record that is not a blank line.</summary>
    public bool Read()
    {
        do
        {
            _window.Consume(_consumed);
            _consumed = 0;
            Line = _nextLine;
            Problem = null;
            if (!ReadOne())
                return false;
        } while (IsBlank());
        return true;
    }

    public void Dispose() => _window.Dispose();

    private bool ReadOne()
    {
        while (true)
        {
            var outcome = _window.Bytes.IsEmpty && _window.IsFinal ? CsvOutcome.NeedsMore : Record.Parse(_window.Bytes, _window.IsFinal);
            switch (outcome)
            {
                case CsvOutcome.Complete when Record.TextLength <= settings.MaxLineBytes:
                    Take(Record.Consumed, Record.TextLength);
                    return true;
                case CsvOutcome.NeedsMore when _window.IsFinal:
                    return false;
                case CsvOutcome.NeedsMore when _window.Bytes.Length <= settings.MaxLineBytes:
                    _window.Fill();
                    break;
                case CsvOutcome.UnterminatedQuote:
                    Recover("unterminated quote", Record.Consumed);
                    return true;
                case CsvOutcome.TextAfterQuote:
                    Recover("text after a closing quote: set the source's escape where a backslash stands before quotes", Record.Consumed);
                    return true;
                default:
                    Recover($"row longer than {settings.MaxLineBytes} bytes", 0);
                    return true;
            }
        }
    }

    private bool IsBlank() => Problem is null && Record.Count == 1 && !Record.Fields[0].IsQuoted && Text.IndexOfAnyExcept(" \t\r"u8) < 0;

    private void Take(int consumed, int textLength)
    {
        _consumed = consumed;
        TextLength = textLength;
        _nextLine += _window.Bytes[..consumed].Count((byte)'\n');
    }

    /// <summary>Makes the bytes up to the end of the line that holds an offset a record with a problem.</summary>
    private void Recover(string problem, int offset)
    {
        Problem = problem;
        int at;
        while ((at = _window.Bytes[offset..].IndexOf((byte)'\n')) < 0 && !_window.IsFinal)
        {
            if (_window.Bytes.Length > settings.MaxLineBytes)
            {
                SkipLine();
                return;
            }

            _window.Fill();
        }

        var length = at < 0 ? _window.Bytes.Length : offset + at;
        Take(Math.Min(length + 1, _window.Bytes.Length), Math.Min(length, RawText.MaxBytes));
    }

    /// <summary>Skips a line that does not fit in the window, and keeps its head as the record's text.</summary>
    private void SkipLine()
    {
        var head = _window.Bytes[..RawText.MaxBytes].ToArray();
        _nextLine += _window.Bytes.Count((byte)'\n');
        _window.Consume(_window.Bytes.Length);
        while (_window.Fill())
        {
            var at = _window.Bytes.IndexOf((byte)'\n');
            if (at >= 0)
            {
                _window.Consume(at + 1);
                _nextLine++;
                break;
            }

            _window.Consume(_window.Bytes.Length);
        }

        _window.PutBack(head);
        _consumed = head.Length;
        TextLength = head.Length;
    }
}
