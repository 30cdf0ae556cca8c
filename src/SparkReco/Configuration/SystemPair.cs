namespace SparkReco.Configuration;

/// <summary>Two systems that are compared: differences are the system's value less the reference's.</summary>
/// <param name="Reference">What the system is compared with, such as the baseline.</param>
/// <param name="System">The system that is looked at.</param>
public sealed record SystemPair(string Reference, string System)
{
    /// <summary>The pair as settings write it: REFERENCE:SYSTEM.</summary>
    public override string ToString() => $"{Reference}:{System}";

    /// <summary>Reads what a setting says; null where it is no pair.</summary>
    public static SystemPair? Parse(string text) =>
        text.Split(':') is [{ Length: > 0 } reference, { Length: > 0 } system] && reference != system ? new(reference, system) : null;
}
