namespace SparkReco.Runs;

/// <summary>One run at a time writes a lake. The lock belongs to the process, so a killed run leaves none behind.</summary>
public sealed class Lease : IDisposable
{
    private readonly FileStream _file;

    private Lease(FileStream file) => _file = file;

    /// <exception cref="LeaseException">Another run holds the lease.</exception>
    public static Lease Take(string lake)
    {
        Directory.CreateDirectory(Path.Combine(lake, "runs"));
        var path = Path.Combine(lake, "runs", ".lease");
        try
        {
            return new Lease(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException error) when (error.Message.Contains("another process", StringComparison.Ordinal))
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
