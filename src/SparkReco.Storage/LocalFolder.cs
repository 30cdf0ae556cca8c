namespace SparkReco.Storage;

/// <summary>Folders of this machine that a program makes for itself.</summary>
public static class LocalFolder
{
    /// <summary>Deletes a folder with all that is in it, if it is there. What can't be deleted stays: an error that is under way matters more.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is temporary, or goes with the run.
        }
    }
}
