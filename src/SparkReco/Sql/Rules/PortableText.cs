using System.Text.RegularExpressions;

namespace SparkReco.Sql.Rules;

/// <summary>
/// The texts that every engine casts to the same value, by target type, and the guard that lets only such texts through.
/// </summary>
internal static partial class PortableText
{
    public const string DoublePattern = "^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$";
    public const string DatePattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$";
    public const string TimestampPattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z?$";

    /// <summary>Whether a text of the type's portable form; true for types that texts may be cast to freely.</summary>
    public static bool Fits(string type, string text) =>
        type switch
        {
            "int" or "bigint" => Integer().IsMatch(text),
            "double" => Double().IsMatch(text),
            "date" => IsDate(text),
            "timestamp" => Timestamp().IsMatch(text),
            "boolean" => text.Trim() == text,
            _ when type.StartsWith("decimal", StringComparison.Ordinal) => Decimal().IsMatch(text),
            _ => true,
        };

    public static bool IsDate(string text) => Date().IsMatch(text) && !text.StartsWith("0000", StringComparison.Ordinal);

    /// <summary>The guard for a text column, or null for types that need none.</summary>
    public static string? GuardOf(string type) =>
        type switch
        {
            "int" or "bigint" => Guard("^-?[0-9]{1,18}$", "[^-0-9]"),
            "double" => Guard(DoublePattern, "[^-+.0-9eE]"),
            "timestamp" => Guard(TimestampPattern, "[^-0-9T:Z ]"),
            "date" => $"length(s) = 10 AND regexp_like(s, '{DatePattern}')",
            _ => null,
        };

    /// <summary>Whether a pattern lets only portable texts of the type through.</summary>
    public static bool IsGuardPattern(string type, string pattern) =>
        type switch
        {
            "int" or "bigint" => IntegerGuard().IsMatch(pattern),
            "double" => pattern == DoublePattern || IntegerGuard().IsMatch(pattern),
            "date" => pattern == DatePattern,
            "timestamp" => pattern == TimestampPattern,
            _ => false,
        };

    private static string Guard(string pattern, string foreign) => $"regexp_like(s, '{pattern}') AND NOT regexp_like(s, '{foreign}')";

    [GeneratedRegex(@"^-?[0-9]{1,18}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Integer();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Double();

    [GeneratedRegex(@"^-?[0-9]+(\.[0-9]+)?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Date();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{2}-[0-9]{2}[T ]([01][0-9]|2[0-3]):[0-9]{2}:[0-9]{2}Z?\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Timestamp();

    [GeneratedRegex(@"^\^(-\?)?\[[0-9](-[0-9])?\](\+|\{[0-9]+(,[0-9]+)?\})?\$\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IntegerGuard();
}
