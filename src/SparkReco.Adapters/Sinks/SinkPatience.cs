namespace SparkReco.Adapters.Sinks;

/// <summary>How long a sink's lost connections, locks and stops are borne.</summary>
/// <param name="Attempts">How often a publication is begun.</param>
/// <param name="Pause">The time before the second attempt; it doubles with each.</param>
/// <param name="LockSeconds">How long a lock of somebody else is waited for in an attempt. Readers that come meanwhile wait behind, so it is short.</param>
/// <param name="TurnSeconds">How long another publisher is waited for in an attempt. Nobody waits behind but publishers, so it is long.</param>
/// <param name="CommitSeconds">
/// How long the answer to a commit is waited for. A commit takes seconds; one that takes longer is waited for by the next attempt, whose turn comes when it
/// is done.
/// </param>
internal sealed record SinkPatience(int Attempts, TimeSpan Pause, int LockSeconds, int TurnSeconds = 60, int CommitSeconds = 30)
{
    public static SinkPatience Usual { get; } = new(6, TimeSpan.FromSeconds(2), LockSeconds: 10);
}
