using System.Text;

namespace SparkReco.Ingest;

/// <summary>How rows of CSV are cut into fields.</summary>
/// <param name="Delimiter">What stands between fields.</param>
/// <param name="Quote">The character around fields that hold delimiters; -1 is none.</param>
/// <param name="Escape">The character that takes its meaning from the next one; -1 is none.</param>
internal sealed record CsvDialect(byte[] Delimiter, int Quote, int Escape)
{
    /// <summary>Whether the end of a field that is not quoted is the next delimiter or line break.</summary>
    public bool IsSimple => Delimiter.Length == 1 && Escape < 0;

    public static CsvDialect Of(string path, SourceSettings settings) =>
        new(Encoding.UTF8.GetBytes(FileFormat.Delimiter(path, settings)), settings.Quote ?? -1, settings.Escape ?? -1);

    /// <summary>What a character means behind the escape: line breaks and tabs by their letters, all others themselves.</summary>
    public static byte Unescaped(byte value) =>
        value switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'0' => 0,
            _ => value,
        };
}
