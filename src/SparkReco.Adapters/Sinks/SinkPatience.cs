namespace SparkReco.Adapters.Sinks;

/// <summary>How long a sink's lost connections, locks and stops are borne.</summary>
/// <param name="Attempts">How often a publication is begun.</param>
/// <param name="Pause">The time before the second attempt; it doubles with each.</param>
/// <param name="LockSeconds">How long a lock of somebody else is waited for in an attempt. Readers that come meanwhile wait behind, so it is short.</param>
internal sealed record SinkPatience(int Attempts, TimeSpan Pause, int LockSeconds)
{
    public static SinkPatience Usual { get; } = new(6, TimeSpan.FromSeconds(2), LockSeconds: 10);
}
