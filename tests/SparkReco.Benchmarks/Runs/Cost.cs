namespace SparkReco.Benchmarks.Runs;

/// <summary>What a process, or a part of it, took: time, time of processors (user and system), the most resident memory, and bytes written to storage.</summary>
internal sealed record Cost(double Seconds, double CpuSeconds, long PeakBytes, long WrittenBytes)
{
    public static Cost Nothing { get; } = new(0, 0, 0, 0);

    public static Cost operator +(Cost one, Cost other) =>
        new(
            one.Seconds + other.Seconds,
            one.CpuSeconds + other.CpuSeconds,
            Math.Max(one.PeakBytes, other.PeakBytes),
            one.WrittenBytes + other.WrittenBytes
        );
}

/// <summary>A stage of a process, or all of it.</summary>
internal sealed record Part(string Name, Cost Cost);
