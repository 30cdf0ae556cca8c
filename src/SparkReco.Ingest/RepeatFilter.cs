using System.Numerics;

namespace SparkReco.Ingest;

/// <summary>
/// Remembers hashes in one bitmap for all threads. A hash that was there before is always recognised; one that was not is taken for
/// known as often as the bitmap is full, at most one in a hundred for ten million rows.
/// </summary>
public sealed class RepeatFilter
{
    private const int MinBits = 16;
    private const int MaxBits = 30;
    private const int BitsPerByte = 32;

    private readonly ulong[] _words;
    private readonly int _shift;

    /// <summary>A bitmap for the rows of so many bytes of files.</summary>
    public RepeatFilter(long inputBytes)
    {
        var bits = Math.Clamp(BitOperations.Log2((ulong)Math.Max(1, inputBytes) * BitsPerByte) + 1, MinBits, MaxBits);
        _words = new ulong[1 << (bits - 6)];
        _shift = 63 - bits;
    }

    /// <summary>Adds hashes of 63 bits and hands over those that may have been there before.</summary>
    public void Add(ReadOnlySpan<long> hashes, Action<long> onSuspect)
    {
        // The first reads of all words do not depend on each other, so the processor waits for many of them at once.
        foreach (var hash in hashes)
            _ = Volatile.Read(ref _words[hash >> (_shift + 6)]);

        foreach (var hash in hashes)
        {
            var bit = 1UL << (int)(hash >> _shift);
            if ((Interlocked.Or(ref _words[hash >> (_shift + 6)], bit) & bit) != 0)
                onSuspect(hash);
        }
    }
}
