using System.Text;

namespace SparkReco.Storage;

/// <summary>
/// A lock of the operating system on the folder that the lease's file is in, which nobody deletes under a run, and on the file, which says
/// whose it is. It belongs to the process, so a killed run leaves none behind.
/// </summary>
internal sealed class LocalLease : Lease
{
    private readonly FileStream _file;
    private readonly int _folder;

    private LocalLease(FileStream file, int folder)
    {
        _file = file;
        _folder = folder;
    }

    /// <exception cref="LeaseException">Another run holds it.</exception>
    /// <exception cref="IOException">The file system has no locks.</exception>
    public static LocalLease Take(Location path, TimeProvider clock)
    {
        var folder = path.Folder.ToString();
        Directory.CreateDirectory(folder);
        var descriptor = OperatingSystem.IsWindows() ? -1 : Disk.OpenDescriptor(folder);
        FileStream? file = null;
        try
        {
            file = Open(path);
            if (descriptor >= 0 && !TryLock(descriptor, file, folder))
                throw Held(path);
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes($"process {Environment.ProcessId} on {Environment.MachineName}, since {clock.GetUtcNow():u}\n"));
            file.Flush();
            return new LocalLease(file, descriptor);
        }
        catch
        {
            file?.Dispose();
            Close(descriptor);
            throw;
        }
    }

    public override ValueTask DisposeAsync()
    {
        _file.SetLength(0);
        _file.Dispose();
        Close(_folder);
        return ValueTask.CompletedTask;
    }

    /// <summary>Where there are no locks, .NET's own way of sharing would let two in without a word; Windows' keeps the second out.</summary>
    private static FileStream Open(Location path)
    {
        try
        {
            return new FileStream(
                path.ToString(),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                OperatingSystem.IsWindows() ? FileShare.Read : FileShare.ReadWrite | FileShare.Delete
            );
        }
        catch (IOException error) when (OperatingSystem.IsWindows())
        {
            throw new LeaseException(Held(path).Message, error);
        }
    }

    /// <summary>Locks the folder or, where the file system locks files only (NFS), the file.</summary>
    private static bool TryLock(int folder, FileStream file, string path)
    {
        try
        {
            return Disk.TryLock(folder, path);
        }
        catch (IOException)
        {
            try
            {
                return Disk.TryLock((int)file.SafeFileHandle.DangerousGetHandle(), path);
            }
            catch (IOException error)
            {
                throw new IOException(
                    $"{error.Message}: two runs could not be kept apart there; put the lake on a file system that has locks",
                    error
                );
            }
        }
    }

    private static LeaseException Held(Location path) =>
        new($"another run holds the lake's lease ({Holder(path)}): wait for it to end, or stop it, and start again");

    private static string Holder(Location path)
    {
        try
        {
            using var file = new StreamReader(
                new FileStream(path.ToString(), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
            );
            return file.ReadLine() is { Length: > 0 } holder ? holder : path.ToString();
        }
        catch (IOException)
        {
            return path.ToString();
        }
    }

    private static void Close(int descriptor)
    {
        if (descriptor >= 0)
            Disk.CloseDescriptor(descriptor);
    }
}
