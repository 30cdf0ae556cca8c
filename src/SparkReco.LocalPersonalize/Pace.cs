using System.Globalization;

namespace SparkReco.LocalPersonalize;

/// <summary>How fast resources become ready: as in the real service, so many times faster, or at once.</summary>
/// <param name="Factor">How many times faster than the real service; infinity is at once.</param>
public readonly record struct Pace(double Factor)
{
    /// <summary>Resources are ready as soon as their work is done.</summary>
    public static Pace Instant => new(double.PositiveInfinity);

    /// <summary>Resources take about as long as in the real service.</summary>
    public static Pace Real => new(1);

    /// <summary>Reads <c>instant</c>, <c>real</c>, or a number of times.</summary>
    /// <exception cref="FormatException">It is none of them.</exception>
    public static Pace Parse(string text) =>
        text switch
        {
            "instant" => Instant,
            "real" => Real,
            _ when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var factor) && factor > 0 => new Pace(factor),
            _ => throw new FormatException($"{text} is no speed: give instant, real, or how many times faster than the real service, such as 60"),
        };

    /// <summary>How long that takes which takes the real service some time.</summary>
    public TimeSpan Of(TimeSpan real) => real / Factor;

    /// <summary>The interval of what is repeated, which an instant service does no more often than the real one.</summary>
    public TimeSpan Every(TimeSpan real) => double.IsPositiveInfinity(Factor) ? real : Of(real);
}
