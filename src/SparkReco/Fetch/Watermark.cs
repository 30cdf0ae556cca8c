using System.Globalization;

namespace SparkReco.Fetch;

/// <summary>The greatest value of a column that only grows, as a database writes it: a whole number or a time.</summary>
public static class Watermark
{
    private const int HoursOfTimes = 24;
    private const string Time = "yyyy-MM-dd HH:mm:ss.ffffff";

    private static readonly string[] Times = ["yyyy-MM-dd", "yyyy-MM-dd HH:mm:ss.FFFFFFF"];
    private static readonly string[] TimesOfZones = ["yyyy-MM-dd HH:mm:ss.FFFFFFFzz", "yyyy-MM-dd HH:mm:ss.FFFFFFFzzz"];

    // The beginnings of what databases call them.
    private static readonly string[] Types =
    [
        "int",
        "bigint",
        "smallint",
        "mediumint",
        "tinyint",
        "numeric",
        "decimal",
        "date",
        "timestamp",
        "datetime",
    ];

    /// <summary>Whether the values of a type are in the order in which their numbers or times are: those of texts are not.</summary>
    /// <param name="type">What the database calls the type.</param>
    public static bool IsOrdered(string type) => Types.Any(name => type.StartsWith(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The value after which a fetch begins again, so that what came late is not lost.</summary>
    /// <param name="value">The greatest value.</param>
    /// <param name="overlap">Hours of a time, 24 where it is null; of a number so many.</param>
    /// <exception cref="FormatException">The value is neither a whole number nor a time, or a number has no overlap.</exception>
    public static string Before(string value, int? overlap)
    {
        if (Int128.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return overlap is { } numbers
                ? Int128.Max(number - numbers, long.MinValue).ToString(CultureInfo.InvariantCulture)
                : throw new FormatException(
                    $"is a number, {value}: set 'overlap' to how far numbers may come late, such as the milliseconds of an hour or some thousand ids"
                );
        var hours = TimeSpan.FromHours(overlap ?? HoursOfTimes);
        return Parse(value, Times) is { } time ? Written(time, hours)
            : Parse(value, TimesOfZones) is { } zoned ? Written(zoned, hours) + "+00"
            : throw new FormatException($"is '{value}', which is neither a whole number nor a time: name another column, or leave 'watermark' out");
    }

    private static DateTime? Parse(string value, string[] formats) =>
        DateTimeOffset.TryParseExact(value, formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time.UtcDateTime
            : null;

    private static string Written(DateTime time, TimeSpan overlap) =>
        (time - DateTime.MinValue > overlap ? time - overlap : DateTime.MinValue).ToString(Time, CultureInfo.InvariantCulture);
}
