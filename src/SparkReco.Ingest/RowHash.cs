using System.Buffers.Binary;

namespace SparkReco.Ingest;

/// <summary>Hashes typed values, the same in every run: equal values have equal hashes, and different ones nearly always differ.</summary>
public static class RowHash
{
    public const ulong Null = 0x2D35_8DCC_AA6C_78A5;

    private const ulong Seed = 0x9E37_79B9_7F4A_7C15;
    private const ulong Factor = 0xD6E8_FEB8_6659_FD93;

    public static ulong Of(ReadOnlySpan<byte> text)
    {
        var hash = Seed + (ulong)text.Length;
        for (; text.Length >= 8; text = text[8..])
            hash = Add(hash, BinaryPrimitives.ReadUInt64LittleEndian(text));

        ulong rest = 0;
        foreach (var value in text)
            rest = (rest << 8) | value;

        return Add(hash, rest);
    }

    public static ulong Of(long number) => Add(Seed, (ulong)number);

    /// <summary>Joins the hash of another value; the order of values matters.</summary>
    public static ulong Add(ulong hash, ulong other)
    {
        var high = Math.BigMul(hash ^ other, Factor, out var low);
        return (high ^ low) + Seed;
    }
}
