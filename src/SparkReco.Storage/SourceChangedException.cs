namespace SparkReco.Storage;

/// <summary>A file changed while it was read, so nothing of the load can be trusted.</summary>
public sealed class SourceChangedException(string path)
    : Exception($"{path}: changed while it was read. Start the run again when nothing writes to the file.")
{
    public string Path { get; } = path;
}
