namespace SparkReco.Ingest;

/// <summary>Opens source files, and refuses one that changed since it was listed.</summary>
internal static class SourceStream
{
    public static FileStream Open(SourceFile file)
    {
        FileStream stream;
        try
        {
            stream = new(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceConfigurationException([$"{file.Path}: cannot be read: {error.Message}"]);
        }

        if (stream.Length != file.Size)
        {
            stream.Dispose();
            throw new SourceChangedException(file.Path);
        }

        return stream;
    }

    public static void RequireUnchanged(SourceFile file, long size)
    {
        if (size != file.Size)
        {
            throw new SourceChangedException(file.Path);
        }
    }
}

/// <summary>A file changed while it was read, so nothing of the load can be trusted.</summary>
public sealed class SourceChangedException(string path)
    : Exception($"{path}: changed while it was read. Start the run again when nothing writes to the file.")
{
    public string Path { get; } = path;
}
