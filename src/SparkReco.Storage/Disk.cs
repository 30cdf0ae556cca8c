using System.Runtime.InteropServices;

namespace SparkReco.Storage;

/// <summary>
/// Calls of the operating system that .NET lacks, or whose failures it keeps to itself: its own ways to flush a file say nothing where the
/// disk fails. Each has another way where the system has no such call.
/// </summary>
internal static partial class Disk
{
    private const int CurrentFolder = -100; // AT_FDCWD
    private const uint RenameExchange = 2; // RENAME_EXCHANGE
    private const int ExclusiveLock = 2 | 4; // LOCK_EX | LOCK_NB
    private const int WouldBlockOnLinux = 11; // EWOULDBLOCK
    private const int WouldBlockElsewhere = 35;

    private static bool IsUnix => !OperatingSystem.IsWindows();

    /// <exception cref="IOException">The file may not be on the disk.</exception>
    public static void FlushFile(string path)
    {
        if (IsUnix)
        {
            Flush(path);
            return;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Brings the names in a folder to the disk. Windows has no such call.</summary>
    /// <exception cref="IOException">They may not be on the disk.</exception>
    public static void FlushFolder(string path)
    {
        if (IsUnix)
            Flush(path);
    }

    /// <summary>Puts two folders in each other's place in one step; false where the file system can't.</summary>
    public static bool TryExchange(string one, string other)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        try
        {
            return RenameAt2(CurrentFolder, one, CurrentFolder, other, RenameExchange) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Locks an open file or folder until it is closed; false where another process has it locked.</summary>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static bool TryLock(int descriptor, string path)
    {
        if (FLock(descriptor, ExclusiveLock) == 0)
            return true;
        var code = Marshal.GetLastPInvokeError();
        return code is WouldBlockOnLinux or WouldBlockElsewhere
            ? false
            : throw new IOException($"{path} can't be locked: {Marshal.GetPInvokeErrorMessage(code)}");
    }

    /// <summary>Opens a file or folder for <see cref="TryLock"/> and flushing.</summary>
    /// <exception cref="IOException">It can't be opened.</exception>
    public static int OpenDescriptor(string path)
    {
        const int readOnlyAndClosedOnExec = 0x80000; // O_RDONLY | O_CLOEXEC, of Linux
        var descriptor = Open(path, OperatingSystem.IsLinux() ? readOnlyAndClosedOnExec : 0);
        return descriptor >= 0 ? descriptor : throw Failure($"{path} can't be opened");
    }

    public static void CloseDescriptor(int descriptor) => _ = Close(descriptor);

    private static void Flush(string path)
    {
        var descriptor = OpenDescriptor(path);
        try
        {
            if (FSync(descriptor) != 0)
                throw Failure($"{path} can't be brought to the disk");
        }
        finally
        {
            CloseDescriptor(descriptor);
        }
    }

    private static IOException Failure(string what)
    {
        var code = Marshal.GetLastPInvokeError();
        return new IOException($"{what}: {Marshal.GetPInvokeErrorMessage(code)}");
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int FSync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int FLock(int descriptor, int operation);

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int RenameAt2(int sourceFolder, string source, int targetFolder, string target, uint flags);
}
