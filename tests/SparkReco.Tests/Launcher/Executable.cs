using SparkReco.Tests.Ingest;

namespace SparkReco.Tests.Launcher;

internal static class Executable
{
    public static string Write(TempFolder folder, string path, string text)
    {
        var file = folder.Write(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        return file;
    }
}
