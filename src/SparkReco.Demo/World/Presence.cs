namespace SparkReco.Demo.World;

/// <summary>The days between which a user may have sessions.</summary>
internal sealed record Presence(int Registered, int First, int Pause, int Return)
{
    private const int Never = int.MaxValue;

    public static Presence Draw(Dice dice, bool isPaid, int registered, DemoOptions options)
    {
        var runDay = options.HistoryDays;
        if (dice.Chance(0.02))
            return new Presence(registered, Never, Never, Never);
        if (dice.Chance(0.02))
            return new Presence(runDay - 1 - dice.Below(10), runDay + dice.Below(7), Never, Never);

        var first = Math.Max(0, registered);
        if (!dice.Chance(isPaid ? 0.1 : 0.25))
            return new Presence(registered, first, Never, Never);

        var pause = first + 1 + dice.Below(runDay - first);
        var back = dice.Chance(0.25) ? runDay + dice.Below(options.LaterDays) : Never;
        return new Presence(registered, first, pause, back);
    }
}
