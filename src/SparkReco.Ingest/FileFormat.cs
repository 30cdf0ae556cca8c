namespace SparkReco.Ingest;

/// <summary>Tells the format of a file by its name, when the settings do not.</summary>
internal static class FileFormat
{
    /// <summary>Null when the name does not tell.</summary>
    public static SourceFormat? Of(string path, SourceSettings settings)
    {
        if (settings.Format != SourceFormat.Auto)
            return settings.Format;

        return Extension(path) switch
        {
            ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
            ".csv" or ".tsv" => SourceFormat.Csv,
            ".parquet" => SourceFormat.Parquet,
            _ => null,
        };
    }

    /// <summary>The delimiter of CSV.</summary>
    public static string Delimiter(string path, SourceSettings settings) => settings.Delimiter ?? (Extension(path) == ".tsv" ? "\t" : ",");

    /// <summary>The compression or archive that a name tells, where it is none that is read.</summary>
    public static string? UnreadPacking(string path) =>
        System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".xz" => "xz",
            ".zip" or ".7z" or ".rar" or ".tar" or ".tgz" => "an archive",
            ".lz4" or ".lzo" or ".snappy" or ".br" or ".z" => "this compression",
            ".xlsx" or ".xls" or ".ods" => "a spreadsheet",
            _ => null,
        };

    private static string Extension(string path) =>
        Path.GetExtension(Compression.OfName(path) is { } packed ? path[..^packed.ExtensionOf(path).Length] : path).ToLowerInvariant();
}
