namespace SparkReco.Adapters.SparkConnect;

/// <summary>
/// The waits between attempts to reach a server: each four times as long as the one before, from 50 ms up to a tenth of the whole time.
/// An attempt that reached the server begins a new budget.
/// </summary>
internal sealed class RetryBudget(TimeSpan whole)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(50);

    private TimeSpan _next = First;
    private TimeSpan _spent;

    public void Renew()
    {
        _next = First;
        _spent = TimeSpan.Zero;
    }

    /// <summary>The next wait; nothing when the budget is spent.</summary>
    public TimeSpan? Next(TimeSpan atLeast = default)
    {
        if (_spent >= whole)
            return null;
        var wait = _next > atLeast ? _next : atLeast;
        wait = wait < whole - _spent ? wait : whole - _spent;
        _spent += wait;
        _next = _next * 4 < whole / 10 ? _next * 4 : whole / 10;
        return wait;
    }
}
