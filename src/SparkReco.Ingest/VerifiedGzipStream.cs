using System.IO.Compression;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// Inflates gzip and checks all of it: the header, checksum and length of every member, and the exact end of the file. The streams of
/// System.IO.Compression end without an error where a member is cut.
/// </summary>
internal sealed class VerifiedGzipStream(Stream stream) : ReadOnlyStream
{
    private const int HasHeaderChecksum = 2;
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int Reserved = 0xE0;

    private readonly GzipInput _input = new(stream);
    private DeflateStream? _member;
    private uint _crc;
    private uint _length;
    private uint _headerCrc;

    /// <exception cref="FileRejectedException">The file is damaged; what was read before must not be used.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (_member is not null || !_input.IsAtEnd())
        {
            _member ??= BeginMember();
            var read = Inflate(_member, buffer);
            if (read > 0)
            {
                _crc = Crc32.Append(_crc, buffer[..read]);
                _length += (uint)read;
                return read;
            }

            EndMember();
        }

        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _member?.Dispose();
            _input.Dispose();
        }

        base.Dispose(disposing);
    }

    private int Inflate(DeflateStream member, Span<byte> buffer)
    {
        try
        {
            return member.Read(buffer);
        }
        catch (InvalidDataException)
        {
            throw new FileRejectedException(_input.RanDry ? "gzip: truncated" : "gzip: damaged data");
        }
    }

    private DeflateStream BeginMember()
    {
        _headerCrc = 0;
        if (HeaderByte() != 0x1F || HeaderByte() != 0x8B)
            throw new FileRejectedException("gzip: other bytes follow the last member");

        var method = HeaderByte();
        var flags = HeaderByte();
        if (method != 8 || (flags & Reserved) != 0)
            throw new FileRejectedException("gzip: damaged header");

        SkipHeader(6);
        SkipHeader((flags & HasExtra) == 0 ? 0 : HeaderByte() | (HeaderByte() << 8));
        SkipText((flags & HasName) != 0);
        SkipText((flags & HasComment) != 0);
        var expected = _headerCrc & 0xFFFF;
        if ((flags & HasHeaderChecksum) != 0 && (HeaderByte() | (HeaderByte() << 8)) != expected)
            throw new FileRejectedException("gzip: damaged header");

        _crc = 0;
        _length = 0;
        return new DeflateStream(_input, CompressionMode.Decompress, leaveOpen: true);
    }

    private void EndMember()
    {
        if (_input.RanDry)
            throw new FileRejectedException("gzip: truncated");

        var lastRead = _input.LastLength;
        var end = GzipTrailer.FindEnd(_input.LastAndNext(), lastRead, _crc, _length);
        _input.ContinueAfter(end);
        _member!.Dispose();
        _member = null;
    }

    private int HeaderByte()
    {
        var value = _input.NextByte();
        if (value < 0)
            throw new FileRejectedException("gzip: truncated");

        _headerCrc = Crc32.Append(_headerCrc, [(byte)value]);
        return value;
    }

    private void SkipHeader(int count)
    {
        for (var i = 0; i < count; i++)
            HeaderByte();
    }

    private void SkipText(bool isPresent)
    {
        while (isPresent && HeaderByte() != 0) { }
    }
}
