using System.Diagnostics;

namespace SparkReco.Benchmarks.Runs;

/// <summary>What a process has taken so far, as Linux tells it. Of a process that is gone it is what was seen last.</summary>
internal sealed class ProcessProbe(int process)
{
    /// <summary>The unit in which Linux tells the time of processors.</summary>
    private const double TicksPerSecond = 100;

    private readonly Lock _lock = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private Cost _now = Cost.Nothing;
    private Cost _before = Cost.Nothing;

    /// <summary>Looks, so that little is missed when the process ends.</summary>
    public void Look()
    {
        lock (_lock)
            Read();
    }

    /// <summary>What it took since the last cut.</summary>
    public Cost Cut()
    {
        lock (_lock)
        {
            Read();
            var cost = _now with
            {
                Seconds = _now.Seconds - _before.Seconds,
                CpuSeconds = _now.CpuSeconds - _before.CpuSeconds,
                WrittenBytes = _now.WrittenBytes - _before.WrittenBytes,
            };
            _before = _now;
            Try(() => File.WriteAllText($"/proc/{process}/clear_refs", "5")); // The peak begins anew.
            return cost;
        }
    }

    private void Read()
    {
        _now = _now with { Seconds = Stopwatch.GetElapsedTime(_started).TotalSeconds };
        Try(() =>
        {
            // The program's name, in parentheses, may have blanks.
            var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            _now = _now with { CpuSeconds = (long.Parse(fields[11]) + long.Parse(fields[12])) / TicksPerSecond };
            _now = _now with { PeakBytes = NumberIn("status", "VmHWM:") * 1024, WrittenBytes = NumberIn("io", "write_bytes:") };
        });
    }

    private long NumberIn(string file, string name)
    {
        var line = File.ReadLines($"/proc/{process}/{file}").FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null
            ? throw new IOException($"{file} has no {name}")
            : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal));
    }

    private static void Try(Action look)
    {
        try
        {
            look();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The process is gone.
        }
    }
}
