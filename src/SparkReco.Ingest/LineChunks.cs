namespace SparkReco.Ingest;

/// <summary>Whole lines of a file, and how many lines come before them. The buffer is used again and again.</summary>
internal sealed class LineChunk
{
    public const int Bytes = 1 << 22;

    public byte[] Buffer { get; set; } = new byte[Bytes];

    public int Length { get; set; }

    public long LinesBefore { get; set; }
}

/// <summary>
/// Reads a part of a file once, from its beginning to its end, and hands it out in chunks of whole lines: threads that take them in turn
/// need no other thread to read for them, and no queue. A line over the limit is handed out shortened, and still over the limit.
/// </summary>
internal sealed class LineChunks(FilePart part, SourceFiles sources, SourceSettings settings, Action<long> report) : IDisposable
{
    private readonly Lock _turn = new();
    private readonly ManualResetEventSlim _opened = new();
    private Stream? _source;
    private HashingStream? _bytes;
    private Stream? _text;
    private byte[] _rest = [];
    private long _lines = part.LinesBefore + (part.Start == 0 ? settings.SkipLines : 0);

    /// <summary>Whether other threads than the one that opened it may take chunks. A packed file whose damage shows at its end is taken back by the thread that read it.</summary>
    public bool IsShared { get; private set; }

    public FilePart Part => part;

    /// <exception cref="FileRejectedException">The content is no text.</exception>
    public void Open(CancellationToken cancellation)
    {
        try
        {
            _source = sources.Open(part.File, part.Start, part.End, cancellation);
            _bytes = new(_source, report);
            var text = part.Start == 0 ? TextStream.Open(_bytes, part.File.Path, settings) : null;
            IsShared = text is null or { IsPacked: false };
            lock (_turn)
                _text = text ?? (Stream)_bytes;
        }
        finally
        {
            _opened.Set();
        }
    }

    /// <summary>Waits for the thread that opens the file.</summary>
    public void WaitUntilOpen(CancellationToken cancellation) => _opened.Wait(cancellation);

    /// <summary>Takes the next lines. False at the end.</summary>
    public bool TryTake(LineChunk chunk)
    {
        lock (_turn)
        {
            if (_text is null)
                return false;

            // Room for the rest, at least one byte more, and a line break.
            if (chunk.Buffer.Length < _rest.Length + 2)
                chunk.Buffer = new byte[(_rest.Length + 2) * 2];

            _rest.CopyTo(chunk.Buffer, 0);
            chunk.Length = _rest.Length;
            chunk.LinesBefore = _lines;
            _rest = [];
            FillWithLines(chunk, _text);
            _lines += chunk.Buffer.AsSpan(0, chunk.Length).Count((byte)'\n');
            return chunk.Length > 0;
        }
    }

    /// <summary>The hash of the part's bytes, of which those not yet read are read now.</summary>
    public string Finish(CancellationToken cancellation)
    {
        lock (_turn)
        {
            _text?.Dispose();
            _text = null;
            return _bytes!.Finish(cancellation);
        }
    }

    public void Dispose()
    {
        _text?.Dispose();
        _source?.Dispose();
        _opened.Dispose();
    }

    private void FillWithLines(LineChunk chunk, Stream text)
    {
        while (true)
        {
            // One byte is left for a line break.
            var read = text.Read(chunk.Buffer.AsSpan(chunk.Length..^1));
            chunk.Length += read;
            if (read == 0)
                return;

            if (chunk.Length < chunk.Buffer.Length - 1)
                continue;

            var end = chunk.Buffer.AsSpan(0, chunk.Length).LastIndexOf((byte)'\n') + 1;
            if (end > 0)
            {
                _rest = chunk.Buffer[end..chunk.Length];
                chunk.Length = end;
                return;
            }

            if (chunk.Length > settings.MaxLineBytes)
            {
                SkipLine(text);
                chunk.Buffer[chunk.Length++] = (byte)'\n';
                return;
            }

            var larger = new byte[chunk.Buffer.Length * 2];
            chunk.Buffer.CopyTo(larger, 0);
            chunk.Buffer = larger;
        }
    }

    private void SkipLine(Stream text)
    {
        var block = new byte[1 << 18];
        int read;
        while ((read = text.Read(block)) > 0)
        {
            var end = block.AsSpan(0, read).IndexOf((byte)'\n') + 1;
            if (end > 0)
            {
                _rest = block[end..read];
                return;
            }
        }
    }
}
