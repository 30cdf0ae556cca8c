using System.Globalization;

namespace SparkReco.Lists;

/// <summary>How an id may have been spelt, and what changed it then.</summary>
internal sealed record IdSpelling(string Change, string Text);

/// <summary>The ways in which ids change between systems: spreadsheets, numbers, cases, prefixes.</summary>
internal static class IdSpellings
{
    private const string Digits = "0123456789";
    private const string OtherCase = "the case of letters differs";

    // An id that lost its zeros had at most so many.
    private const int MostZeros = 12;

    private static string Unwrapped(string id) => id.Trim('"', '\'', ' ', '\u00a0', '\ufeff', '\u200b');

    /// <summary>How an id may have been spelt before something changed it.</summary>
    /// <param name="id">An id that nobody has.</param>
    /// <param name="known">An id that somebody has.</param>
    public static IEnumerable<IdSpelling> Of(string id, string known)
    {
        var whole =
            id.IndexOf('.', StringComparison.Ordinal) is > 0 and var point && id[(point + 1)..].All(letter => letter == '0') ? id[..point] : id;
        if (whole != id)
            yield return new("ids became numbers with a decimal point; write them as texts", whole);
        if (whole.All(char.IsAsciiDigit))
        {
            for (var zeros = 1; zeros <= MostZeros; zeros++)
                yield return new("ids lost their leading zeros; write them as texts", new string('0', zeros) + whole);
            if (whole.TrimStart('0') is { Length: > 0 } bare && bare != whole)
                yield return new("ids have leading zeros", bare);
        }

        foreach (var cased in new[] { id.ToLowerInvariant(), id.ToUpperInvariant() }.Where(cased => cased != id))
            yield return new(OtherCase, cased);
        if (Unwrapped(id) is var plain && plain != id)
            yield return new("ids have quotes or blanks around them", plain);
        if (Uri.UnescapeDataString(id) is var unescaped && unescaped != id)
            yield return new("ids are written as in addresses, with %", unescaped);
        if (id.Contains(',', StringComparison.Ordinal))
            yield return new("ids have commas between thousands; write them as texts", id.Replace(",", "", StringComparison.Ordinal));
        if (id.ContainsAny(['e', 'E']) && decimal.TryParse(id, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            yield return new("ids became numbers with an exponent; write them as texts", number.ToString("0", CultureInfo.InvariantCulture));
        if (int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative) && negative < 0)
            yield return new("ids went beyond whole numbers of 32 bits", $"{(uint)negative}");
        if (Guid.TryParse(id, out var guid))
        {
            foreach (var form in new[] { "D", "N" }.Select(form => guid.ToString(form)).Where(form => form != id))
                yield return new("ids are written with and without dashes", form);
        }

        // 'user-17' where the users have '17', and '17' where they have 'user-17' or 'u00017'.
        var (before, digits) = Split(id);
        var (prefix, places) = Split(known);
        if (digits.Length == 0 || before.Length + prefix.Length == 0)
            yield break;
        var least = digits.TrimStart('0');
        foreach (var spelt in new[] { digits, least.PadLeft(places.Length, '0'), least }.Where(spelt => spelt.Length > 0).Distinct())
        {
            var zeros =
                spelt.Length > digits.Length ? "ids lost their leading zeros"
                : spelt.Length < digits.Length ? "ids have leading zeros"
                : null;
            var changes = new[] { OfPrefix(before, prefix), zeros }.OfType<string>().ToArray();
            if (changes.Length > 0)
                yield return new(string.Join(", and ", changes), prefix + spelt);
        }
    }

    private static (string Before, string Digits) Split(string id)
    {
        var end = id.AsSpan().TrimEnd(Digits).Length;
        return (id[..end], id[end..]);
    }

    /// <summary>What was done to the letters before the digits; null where nothing was.</summary>
    private static string? OfPrefix(string before, string prefix) =>
        before == prefix ? null
        : before.Equals(prefix, StringComparison.OrdinalIgnoreCase) ? OtherCase
        : before.EndsWith(prefix, StringComparison.Ordinal) ? $"ids have '{before[..^prefix.Length]}' before them"
        : prefix.EndsWith(before, StringComparison.Ordinal) ? $"ids lack '{prefix[..^before.Length]}' before them"
        : $"ids begin with '{before}' in place of '{prefix}'";
}
