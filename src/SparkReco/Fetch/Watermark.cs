using System.Globalization;

namespace SparkReco.Fetch;

/// <summary>The greatest value of a column that only grows, as a database writes it: a whole number or a time.</summary>
public static class Watermark
{
    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm:ss.FFFFFFFzz"];

    private const string Time = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>The value after which a fetch begins again, so that what came late is not lost: an overlap in hours, or of a number so many.</summary>
    /// <exception cref="FormatException">The value is neither a number nor a time.</exception>
    public static string Before(string value, int overlap) =>
        Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? Int128.Max(number - overlap, long.MinValue).ToString(CultureInfo.InvariantCulture)
        : DateTimeOffset.TryParseExact(value, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? Written(time, TimeSpan.FromHours(overlap), hasZone: value.EndsWith("+00", StringComparison.Ordinal))
        : throw new FormatException($"'{value}' is neither a whole number nor a time");

    private static string Written(DateTimeOffset time, TimeSpan overlap, bool hasZone) =>
        (time.UtcDateTime - DateTime.MinValue > overlap ? time.UtcDateTime - overlap : DateTime.MinValue).ToString(Time, CultureInfo.InvariantCulture)
        + (hasZone ? "+00" : "");
}
