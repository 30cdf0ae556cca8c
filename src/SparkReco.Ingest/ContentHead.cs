namespace SparkReco.Ingest;

/// <summary>Recognises by its first bytes what is no UTF-8 text.</summary>
internal static class ContentHead
{
    public const int Bytes = 4096;

    /// <summary>The name of a known format that is not text; null for everything else.</summary>
    public static string? BinaryFormat(ReadOnlySpan<byte> head)
    {
        return head switch
        {
            _ when Compression.OfContent(head) is { } compression => compression.Name,
            _ when head.StartsWith("PK\x03\x04"u8) && (head.IndexOf("[Content_Types].xml"u8) >= 0 || head.IndexOf("xl/"u8) >= 0) =>
                "an Excel workbook",
            _ when head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]) => "an Excel workbook",
            _ when head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8) => "zip",
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
            _ => "unpack it, or pack it with gzip, bzip2 or zstd",
        };

    /// <summary>The encoding that a byte order mark tells, other than UTF-8's; null for none.</summary>
    public static string? Mark(ReadOnlySpan<byte> head)
    {
        return head switch
        {
            [0xFF, 0xFE, 0, 0, ..] => "utf-32",
            [0, 0, 0xFE, 0xFF, ..] => "utf-32BE",
            [0xFF, 0xFE, ..] => "utf-16",
            [0xFE, 0xFF, ..] => "utf-16BE",
            _ => null,
        };
    }

    /// <summary>UTF-16 without a mark, by its many NULs, of which most are each letter's first byte or its second; null for everything else.</summary>
    public static string? WideText(ReadOnlySpan<byte> head)
    {
        if (head.Length < 4 || head.Count((byte)0) * 10 < head.Length * 3)
            return null;

        var first = 0;
        for (var i = 0; i < head.Length; i += 2)
            first += head[i] == 0 ? 1 : 0;

        return first * 2 > head.Count((byte)0) ? "utf-16BE" : "utf-16";
    }
}
