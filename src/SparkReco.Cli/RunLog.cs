using System.Text;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>
/// What people need not see, but may want to: retries, connections that were taken up again, leftovers. It comes into the run's folder when the run ends, in
/// whatever way, and with <c>--verbose</c> to standard error at once.
/// </summary>
internal sealed class RunLog(TimeProvider clock)
{
    private readonly StringBuilder _lines = new();
    private readonly Lock _lock = new();

    /// <summary>Is told each line at once; nothing where nobody asked for it.</summary>
    public TextWriter? Verbose { get; set; }

    public void Write(string text)
    {
        lock (_lock)
        {
            _lines.Append($"{clock.GetUtcNow():yyyy-MM-dd HH:mm:ss.fff}Z  {text}\n");
            Verbose?.WriteLine($"log: {text}");
        }
    }

    /// <summary>Writes the lines, if there are any, as a file; a failure there must not hide how the run ended.</summary>
    public async Task SaveAsync(IFileWriter store, Location path)
    {
        if (_lines.Length == 0)
            return;
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), clock);
        try
        {
            await store.WriteTextAsync(path, _lines.ToString(), limit.Token);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            Verbose?.WriteLine($"log: {path} could not be written: {error.Message}");
        }
    }
}
