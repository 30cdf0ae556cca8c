using System.Globalization;

namespace SparkReco.Ingest.Steps;

/// <summary>How times and durations may be written: words for the usual ways, and patterns of .NET for all others.</summary>
public static class Formats
{
    /// <summary>What is read where no format is given: ISO 8601, digits that write out a day, and large numbers since 1970.</summary>
    public const string Iso = "iso";

    /// <summary>Days since 1899-12-30, as spreadsheets count them.</summary>
    public const string ExcelDays = "excel_days";

    /// <summary>A duration of ISO 8601: <c>PT1H2M3S</c>.</summary>
    public const string IsoDuration = "iso_duration";

    /// <summary>A duration as a clock shows it: <c>1:02:03</c> or <c>2:03</c>.</summary>
    public const string Clock = "clock";

    /// <summary>Numbers since 1970-01-01 UTC, and the milliseconds that one of them has.</summary>
    internal static readonly IReadOnlyDictionary<string, decimal> Epochs = new Dictionary<string, decimal>
    {
        ["epoch_days"] = 86_400_000m,
        ["epoch_seconds"] = 1000m,
        ["epoch_milliseconds"] = 1m,
        ["epoch_microseconds"] = 0.001m,
        ["epoch_nanoseconds"] = 0.000_001m,
    };

    /// <summary>The words for days and times.</summary>
    public static IReadOnlyList<string> OfTimes { get; } = [Iso, .. Epochs.Keys, ExcelDays];

    /// <summary>The words for durations.</summary>
    public static IReadOnlyList<string> OfDurations { get; } = [IsoDuration, Clock];

    /// <summary>Whether a text is a word for times, or a pattern with a year.</summary>
    public static bool IsOfTimes(string format)
    {
        if (OfTimes.Contains(format))
            return true;

        try
        {
            // One letter alone would be a standard format, whose meaning the culture decides.
            _ = DateTimeOffset.UnixEpoch.ToString(format, CultureInfo.InvariantCulture);
            return format.Length > 1 && format.Contains("yy", StringComparison.Ordinal);
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
