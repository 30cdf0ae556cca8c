using System.Runtime.InteropServices;

namespace SparkReco.Runs;

/// <summary>File operations that survive a power cut, and a kill at any moment.</summary>
public static partial class Durable
{
    private const int ReadOnlyDirectory = 0x10000; // O_RDONLY | O_DIRECTORY
    private const int CurrentDirectory = -100; // AT_FDCWD
    private const uint Exchange = 2; // RENAME_EXCHANGE

    /// <summary>Writes a file whole: readers see the old text or the new, never a part.</summary>
    public static void WriteText(string path, string text)
    {
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        var temporary = path + ".tmp";
        File.WriteAllText(temporary, text);
        FlushFile(temporary);
        File.Move(temporary, path, overwrite: true);
        FlushDirectory(folder);
    }

    /// <summary>Brings a folder's files, and the names of all of them, to the disk.</summary>
    public static void FlushTree(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            FlushFile(file);
        foreach (var inner in Directory.EnumerateDirectories(folder, "*", SearchOption.AllDirectories))
            FlushDirectory(inner);
        FlushDirectory(folder);
    }

    /// <summary>
    /// Puts one folder in the place of another. Where the system can exchange two folders (Linux), the place is never empty, and the
    /// former content is at the source afterwards; elsewhere the former content is moved aside first.
    /// </summary>
    public static void Replace(string source, string target)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (!Directory.Exists(target))
        {
            Directory.Move(source, target);
        }
        else if (!OperatingSystem.IsLinux() || RenameAt2(CurrentDirectory, source, CurrentDirectory, target, Exchange) != 0)
        {
            var aside = source + ".former";
            Directory.Move(target, aside);
            Directory.Move(source, target);
            Directory.Move(aside, source);
        }

        FlushDirectory(Path.GetDirectoryName(target)!);
        FlushDirectory(Path.GetDirectoryName(Path.GetDirectoryName(target)!)!);
    }

    public static void DeleteFile(string path)
    {
        if (File.Exists(path))
            File.Delete(path);
    }

    public static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private static void FlushFile(string path)
    {
        using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static void FlushDirectory(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = Open(folder, ReadOnlyDirectory);
        if (descriptor < 0)
            return;
        _ = Fsync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int RenameAt2(int sourceFolder, string source, int targetFolder, string target, uint flags);
}
