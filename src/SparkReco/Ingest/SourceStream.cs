using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>Opens source files, and refuses one that changed since it was listed.</summary>
internal static class SourceStream
{
    public static Stream Open(SourceFile file) => Open(file, 0, file.Size);

    /// <summary>Opens the bytes from an offset up to another.</summary>
    public static Stream Open(SourceFile file, long start, long end)
    {
        RequireUnchanged(file);
        try
        {
            return FileStores.Of(file.FullPath).Open(file.Stored, start, end);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SourceConfigurationException([$"{file.Path}: cannot be read: {error.Message}"]);
        }
    }

    public static void RequireUnchanged(SourceFile file)
    {
        if (FileStores.Of(file.FullPath).Find(file.FullPath) != file.Stored)
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
