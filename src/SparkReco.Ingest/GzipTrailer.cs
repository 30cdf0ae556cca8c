using System.Buffers.Binary;

namespace SparkReco.Ingest;

/// <summary>Finds the end of a gzip member, by the checksum and length that must stand there.</summary>
internal static class GzipTrailer
{
    public const int Length = 8;

    // An empty member, whose trailer is all zeros, has no shorter data.
    private const int MinDeflateBytes = 2;

    /// <summary>
    /// The offset behind the trailer, in bytes that begin where the last read of compressed data began. Where the eight bytes occur more
    /// than once, the end is where the file ends or another member begins.
    /// </summary>
    /// <exception cref="FileRejectedException">No such trailer follows the data.</exception>
    public static int FindEnd(ReadOnlySpan<byte> bytes, int lastRead, uint crc, uint length)
    {
        Span<byte> trailer = stackalloc byte[Length];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        var from = length == 0 ? MinDeflateBytes : 1;
        var first = -1;
        while (from <= lastRead && from <= bytes.Length && bytes[from..].IndexOf(trailer) is >= 0 and int found && from + found <= lastRead)
        {
            var end = from + found + Length;
            if (end == bytes.Length || bytes[end..].StartsWith(Compression.Gzip.Magic))
                return end;

            first = first < 0 ? end : first;
            from += found + 1;
        }

        return first >= 0 ? first : throw new FileRejectedException(Reason(bytes, trailer));
    }

    private static string Reason(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> trailer)
    {
        if (bytes.EndsWith(trailer[4..]))
            return "gzip: checksum mismatch";

        if (bytes.Length >= Length && bytes[^Length..].StartsWith(trailer[..4]))
            return "gzip: length mismatch";

        return "gzip: truncated, or its checksum and length are damaged";
    }
}
