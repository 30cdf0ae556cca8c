namespace SparkReco.Ingest;

/// <summary>Recognises by its first bytes what is no UTF-8 text.</summary>
internal static class ContentHead
{
    public const int Bytes = 4096;

    public static bool IsGzip(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    /// <summary>The name of a known format that is not text; null for everything else.</summary>
    public static string? BinaryFormat(ReadOnlySpan<byte> head)
    {
        return head switch
        {
            _ when IsGzip(head) => "gzip",
            _ when head.StartsWith("PK\x03\x04"u8) && (head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0) =>
                "an Excel workbook",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) => "an Excel workbook",
            _ when head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) => "zip",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) => "zstd",
            _ when head.StartsWith("BZh"u8) && head[4..].StartsWith("1AY&SY"u8) => "bzip2",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0xFD, 0x37, 0x7A, 0x58, 0x5A]) => "xz",
            _ when head.StartsWith("PAR1\x15"u8) || head.StartsWith("PARE\x15"u8) => "Parquet",
            _ when head.StartsWith("Obj\x01"u8) => "Avro",
            _ => null,
        };
    }

    /// <summary>What to do with a file of a format that is not text.</summary>
    public static string RemedyOf(string format) =>
        format switch
        {
            "an Excel workbook" => "save it as CSV in UTF-8",
            "Parquet" => "set the format to parquet",
            "Avro" => "write it as Parquet or JSON Lines",
            _ => "unpack it, or pack it with gzip",
        };

    /// <summary>UTF-32 or UTF-16 by its mark or by its many NULs; null for everything else.</summary>
    public static string? WideText(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE, 0, 0]) || head.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xFE, 0xFF]))
            return "UTF-32";

        var hasMark = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        return hasMark || (head.Length >= 4 && head.Count((byte)0) * 10 >= head.Length * 3) ? "UTF-16" : null;
    }
}
