namespace SparkReco.Adapters.DynamoDb;

/// <summary>Keeps what several spend together at a rate: what a request has cost is known afterwards, and the next one waits until it is made up for.</summary>
/// <param name="unitsPerSecond">The rate in capacity units a second; null where there is none.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class CapacityPace(double? unitsPerSecond, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly long _begin = clock.GetTimestamp();
    private TimeSpan _free;

    // A clock on the wall may be set back, and who spends would wait for it.
    private TimeSpan Now => clock.GetElapsedTime(_begin);

    /// <summary>Waits until what was spent so far is within the rate.</summary>
    public async Task WaitAsync(CancellationToken cancellation)
    {
        while (Left() is { Ticks: > 0 } left)
            await Task.Delay(left, clock, cancellation);
    }

    /// <summary>Counts what a request has cost.</summary>
    public void Spend(double units)
    {
        if (unitsPerSecond is not { } rate)
            return;
        lock (_lock)
        {
            var now = Now;
            _free = (_free > now ? _free : now) + TimeSpan.FromSeconds(units / rate);
        }
    }

    private TimeSpan Left()
    {
        lock (_lock)
            return _free - Now;
    }
}
