using System.Text;

namespace SparkReco.Runs;

/// <summary>One run at a time writes a lake. The lock belongs to the process, so a killed run leaves none behind.</summary>
public sealed class Lease : IDisposable
{
    private readonly FileStream _file;

    private Lease(FileStream file) => _file = file;

    /// <exception cref="LeaseException">Another run holds the lease.</exception>
    public static Lease Take(string lake, string runId)
    {
        Directory.CreateDirectory(Path.Combine(lake, "runs"));
        var path = Path.Combine(lake, "runs", ".lease");
        try
        {
            var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            file.SetLength(0);
            file.Write(Encoding.UTF8.GetBytes($"run {runId}, process {Environment.ProcessId}"));
            file.Flush();
            return new Lease(file);
        }
        catch (IOException error) when (error is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException))
        {
            throw new LeaseException($"another run is writing to the lake {lake}: wait for it to end, or stop it, and start again", error);
        }
    }

    public void Dispose() => _file.Dispose();
}

/// <summary>Another run holds the lease.</summary>
public sealed class LeaseException : Exception
{
    public LeaseException()
    {
    }

    public LeaseException(string message)
        : base(message)
    {
    }

    public LeaseException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
