using System.Runtime.InteropServices;
using System.Text;

namespace SparkReco.Storage;

/// <summary>
/// Tells pipes, sockets and devices from regular files without opening them: opening a pipe would wait for its writer. Only Linux can be
/// asked; elsewhere every file counts as regular.
/// </summary>
internal static unsafe partial class UnixFileKind
{
    private const int CurrentFolder = -100;
    private const uint WantType = 1;
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;
    private const int Regular = 0x8000;
    private const int Folder = 0x4000;

    public static bool IsSpecial(string path)
    {
        if (!OperatingSystem.IsLinux())
            return false;

        var status = stackalloc byte[StatxBytes];
        try
        {
            fixed (byte* name = Encoding.UTF8.GetBytes(path + '\0'))
            {
                if (Statx(CurrentFolder, name, 0, WantType, status) != 0)
                    return false;
            }
        }
        catch (EntryPointNotFoundException)
        {
            return false;
        }

        return (*(ushort*)(status + ModeOffset) & TypeMask) is not Regular and not Folder;
    }

    [LibraryImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Statx(int folder, byte* path, int flags, uint mask, byte* status);
}
