namespace SparkReco.Ingest;

/// <summary>Tells the format of a file by its name, when the settings do not.</summary>
internal static class FileFormat
{
    /// <summary>Null when the name does not tell.</summary>
    public static SourceFormat? Of(string path, SourceSettings settings)
    {
        if (settings.Format != SourceFormat.Auto)
        {
            return settings.Format;
        }

        return Extension(path) switch
        {
            ".jsonl" or ".ndjson" or ".json" => SourceFormat.JsonLines,
            ".csv" or ".tsv" => SourceFormat.Csv,
            ".parquet" => SourceFormat.Parquet,
            _ => null,
        };
    }

    public static byte Delimiter(string path, SourceSettings settings) =>
        (byte)(settings.Delimiter ?? (Extension(path) == ".tsv" ? '\t' : ','));

    public static bool IsGzipName(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string Extension(string path) =>
        Path.GetExtension(IsGzipName(path) ? path[..^3] : path).ToLowerInvariant();
}
