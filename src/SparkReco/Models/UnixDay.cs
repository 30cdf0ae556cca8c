namespace SparkReco.Models;

/// <summary>Days as numbers since 1970-01-01, as dates are in Arrow and Parquet, and instants in milliseconds since then.</summary>
internal static class UnixDay
{
    public const long Milliseconds = 86_400_000;

    private static readonly int _first = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    public static int Of(DateOnly day) => day.DayNumber - _first;

    /// <summary>The day of an instant.</summary>
    public static int Of(long ms) => (int)Math.Floor((double)ms / Milliseconds);

    /// <summary>The first instant of a day.</summary>
    public static long Start(DateOnly day) => Of(day) * Milliseconds;
}
