namespace SparkReco.Judging;

/// <summary>The words of <c>comparison_summary.verdict</c>.</summary>
public static class Verdicts
{
    public const string NotClear = "no clear difference";
    public const string TooFewUsers = "too few users";

    /// <summary>Of a metric that belongs to both lists together and names no winner.</summary>
    public const string Agreement = "agreement";

    /// <summary>That a system is better, by its name.</summary>
    public static string For(string system) => $"{system} is better";
}
