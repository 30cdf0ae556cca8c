using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>Opens source files, and refuses one that changed since it was listed.</summary>
public static class SourceStream
{
    /// <summary>Opens all bytes.</summary>
    public static Stream Open(SourceFile file) => Open(file, 0, file.Size);

    /// <summary>Opens the bytes from an offset up to another.</summary>
    public static Stream Open(SourceFile file, long start, long end)
    {
        try
        {
            RequireUnchanged(file);
            return FileStores.Of(file.FullPath).Open(file.Stored, start, end);
        }
        catch (Exception error) when (!FileStores.IsRemote(file.FullPath) && error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{file.Path}: cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Of an object with a version no other can be opened.</summary>
    public static void RequireUnchanged(SourceFile file)
    {
        if (file.Version is null && FileStores.Of(file.FullPath).Find(file.FullPath) != file.Stored)
        {
            throw new SourceChangedException(file.Path);
        }
    }
}
