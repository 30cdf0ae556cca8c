using System.Buffers.Binary;

namespace SparkReco.Ingest;

/// <summary>The checksum of gzip (polynomial 0xEDB88320), eight bytes at a time.</summary>
internal static class Crc32
{
    private static readonly uint[] _tables = CreateTables();

    /// <summary>Continues a checksum; it starts at 0.</summary>
    public static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        var tables = _tables;
        crc = ~crc;
        while (bytes.Length >= 8)
        {
            var low = BinaryPrimitives.ReadUInt32LittleEndian(bytes) ^ crc;
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc =
                tables[1792 + (low & 255)]
                ^ tables[1536 + ((low >> 8) & 255)]
                ^ tables[1280 + ((low >> 16) & 255)]
                ^ tables[1024 + (low >> 24)]
                ^ tables[768 + (high & 255)]
                ^ tables[512 + ((high >> 8) & 255)]
                ^ tables[256 + ((high >> 16) & 255)]
                ^ tables[high >> 24];
            bytes = bytes[8..];
        }

        foreach (var value in bytes)
            crc = (crc >> 8) ^ tables[(crc ^ value) & 255];

        return ~crc;
    }

    private static uint[] CreateTables()
    {
        var tables = new uint[8 * 256];
        for (uint i = 0; i < tables.Length; i++)
        {
            var crc = i < 256 ? i : tables[i - 256];
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);

            tables[i] = crc;
        }

        return tables;
    }
}
