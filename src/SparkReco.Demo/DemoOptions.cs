namespace SparkReco.Demo;

/// <summary>Size, dates and seed of the synthetic company. Equal options give equal files, byte for byte, on one platform.</summary>
public sealed record DemoOptions
{
    /// <summary>Every random choice follows from this number.</summary>
    public ulong Seed { get; init; } = 20260901;

    /// <summary>Number of users with a valid row. At least 50.</summary>
    public int UserCount { get; init; } = 3_000;

    /// <summary>Number of items with a valid row. At least 120.</summary>
    public int ItemCount { get; init; } = 600;

    /// <summary>Events before this date (UTC) are history; events on and after it are later behaviour.</summary>
    public DateOnly RunDate { get; init; } = new(2026, 9, 1);

    /// <summary>Days of history before the run date. At least 60.</summary>
    public int HistoryDays { get; init; } = 120;

    /// <summary>Days of behaviour from the run date on. At least 7.</summary>
    public int LaterDays { get; init; } = 28;

    /// <summary>Clicks of one automated user on one item within one day.</summary>
    public int BotClicks { get; init; } = 20_000;

    internal DateOnly FirstDate => RunDate.AddDays(-HistoryDays);

    internal int TotalDays => HistoryDays + LaterDays;

    internal static void Check(DemoOptions options)
    {
        var isLarge = options is { UserCount: >= 50, ItemCount: >= 120, HistoryDays: >= 60, LaterDays: >= 7, BotClicks: >= 0 };
        if (!isLarge)
            throw new ArgumentOutOfRangeException(
                nameof(options),
                options,
                "The demo world needs 50 users, 120 items, 60 days of history, 7 later days."
            );
    }
}
