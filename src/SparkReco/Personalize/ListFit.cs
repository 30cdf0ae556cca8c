using System.Globalization;
using SparkReco.Models;
using SparkReco.Runs;

namespace SparkReco.Personalize;

/// <summary>
/// Looks whether delivered lists fit the users and items that they are to be compared on. Lists of another data set, or whose ids were changed
/// on their way, would otherwise be judged as bad ones.
/// </summary>
public static class ListFit
{
    /// <summary>The names of this stage's figures in its record.</summary>
    internal const string Asked = "lists_asked";
    internal const string Answered = "lists_answered";
    internal const string EligibleUsers = "list_eligible_users";
    internal const string ListedUsers = "list_listed_users";
    internal const string Lists = "lists";
    internal const string KnownLists = "lists_of_known_users";
    internal const string Places = "list_places";
    internal const string KnownPlaces = "list_places_of_known_items";
    internal const string RepeatedUsers = "users_with_lists_of_several_jobs";

    private const string Digits = "0123456789";

    // An id that lost its zeros had at most so many.
    private const int MostZeros = 12;

    private static readonly IReadOnlyList<Column> SpellingColumns =
    [
        new("kind", ColumnType.String, ""),
        new("id", ColumnType.String, ""),
        new("change", ColumnType.String, ""),
        new("spelling", ColumnType.String, ""),
    ];

    internal static readonly Query<Fit> FitQuery = new("Personalize/Queries/list_fit.sql");
    internal static readonly Query<UnknownId> UnknownIds = new("Personalize/Queries/unknown_ids.sql");
    internal static readonly Query<KnownSpelling> KnownSpellings = new("Personalize/Queries/known_spellings.sql");
    internal static readonly Query<ExampleIds> Examples = new("Personalize/Queries/example_ids.sql");
    internal static readonly Query<FrequentProblem> Problems = new("Personalize/Queries/frequent_problems.sql");

    internal sealed record Fit(
        long Lines,
        long Lists,
        long KnownLists,
        long Places,
        long KnownPlaces,
        long EligibleUsers,
        long EligibleUsersWithList,
        long RepeatedUsers
    );

    internal sealed record UnknownId(string Kind, string Id);

    internal sealed record KnownSpelling(string Kind, string Change, long Count, string Example, string Spelling);

    internal sealed record ExampleIds(string UserId, string ItemId);

    internal sealed record FrequentProblem(string Issue, long Lines, string Example);

    /// <summary>Keeps the figures that the quality gate judges, and notes what does not fit, with examples and the likely cause.</summary>
    public static async Task CheckAsync(StageContext context, CancellationToken cancellation)
    {
        var fit = (await FitQuery.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        context.Counts[Lists] = fit.Lists;
        context.Counts[KnownLists] = fit.KnownLists;
        context.Counts[Places] = fit.Places;
        context.Counts[KnownPlaces] = fit.KnownPlaces;
        context.Counts[RepeatedUsers] = fit.RepeatedUsers;
        context.Counts[EligibleUsers] = fit.EligibleUsers;
        context.Counts[ListedUsers] = fit.EligibleUsersWithList;
        if (fit.RepeatedUsers > 0)
            context.Note(
                $"{fit.RepeatedUsers:N0} users have several lists in {Files(context)}: if those are of several jobs, name the output of one in 'inputs.personalize.paths'"
            );
        foreach (var problem in (await Problems.ReadAsync(context.Readable, context.Settings, cancellation)).Take(3))
            context.Note($"{problem.Lines:N0} of {fit.Lines:N0} lines of Amazon Personalize's output, such as {problem.Example}: {problem.Issue}");
        if (fit.KnownLists < fit.Lists || fit.KnownPlaces < fit.Places)
            await ExplainAsync(context, fit, cancellation);
        if (fit.EligibleUsersWithList < fit.EligibleUsers)
            context.Note(
                $"Amazon Personalize has a list for {fit.EligibleUsersWithList:N0} of {fit.EligibleUsers:N0} eligible users; the others count as users without a hit"
            );
    }

    /// <summary>The first and the last of the files by name.</summary>
    private static string Files(StageContext context)
    {
        var paths = context.Inputs.Select(file => file.Path).Order(StringComparer.Ordinal).ToArray();
        return paths.Length > 2 ? $"{paths[0]} to {paths[^1]}" : string.Join(" and ", paths);
    }

    private static async Task ExplainAsync(StageContext context, Fit fit, CancellationToken cancellation)
    {
        var unknown = await UnknownIds.ReadAsync(context.Readable, context.Settings, cancellation);
        var examples = (await Examples.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        var spellings = unknown.SelectMany(id => Spellings(id, id.Kind == "user" ? examples.UserId : examples.ItemId));
        await context.Engine.LoadAsync("id_spellings", SpellingColumns, [.. spellings], cancellation);
        var known = await KnownSpellings.ReadAsync(context.Readable, context.Settings, cancellation);
        await context.Engine.DropAsync("id_spellings", cancellation);
        Explain("user", fit.Lists - fit.KnownLists, fit.Lists, "lists", examples.UserId);
        Explain("item", fit.Places - fit.KnownPlaces, fit.Places, "places", examples.ItemId);

        void Explain(string kind, long lost, long all, string of, string example)
        {
            if (lost == 0)
                return;
            var cause = known.Where(spelling => spelling.Kind == kind).MaxBy(spelling => spelling.Count) is { } spelt
                ? $"'{spelt.Example}' where the {kind}s have '{spelt.Spelling}': {spelt.Change}"
                : $"such as '{unknown.First(id => id.Kind == kind).Id}', where the {kind}s have ids such as '{example}': are they of another data set?";
            context.Note($"{lost:N0} of Amazon Personalize's {all:N0} {of} are of {kind}s that 'inputs.{kind}s' does not have, {cause}");
        }
    }

    private static string Unwrapped(string id) => id.Trim('"', '\'', ' ', '\u00a0', '\ufeff', '\u200b');

    /// <summary>How an id may have been spelt before something changed it.</summary>
    /// <param name="unknown">An id that nobody has.</param>
    /// <param name="known">An id that somebody has.</param>
    private static IEnumerable<object?[]> Spellings(UnknownId unknown, string known)
    {
        var id = unknown.Id;
        var whole =
            id.IndexOf('.', StringComparison.Ordinal) is > 0 and var point && id[(point + 1)..].All(letter => letter == '0') ? id[..point] : id;
        if (whole != id)
            yield return Row("ids became numbers with a decimal point; write them as texts", whole);
        if (whole.All(char.IsAsciiDigit))
        {
            for (var zeros = 1; zeros <= MostZeros; zeros++)
                yield return Row("ids lost their leading zeros; write them as texts", new string('0', zeros) + whole);
            if (whole.TrimStart('0') is { Length: > 0 } bare && bare != whole)
                yield return Row("ids have leading zeros", bare);
        }

        foreach (var cased in new[] { id.ToLowerInvariant(), id.ToUpperInvariant() }.Where(cased => cased != id))
            yield return Row("the case of letters differs", cased);
        if (Unwrapped(id) is var plain && plain != id)
            yield return Row("ids have quotes or blanks around them", plain);
        if (Uri.UnescapeDataString(id) is var unescaped && unescaped != id)
            yield return Row("ids are written as in addresses, with %", unescaped);
        if (id.Contains(',', StringComparison.Ordinal))
            yield return Row("ids have commas between thousands; write them as texts", id.Replace(",", "", StringComparison.Ordinal));
        if (id.ContainsAny(['e', 'E']) && decimal.TryParse(id, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            yield return Row("ids became numbers with an exponent; write them as texts", number.ToString("0", CultureInfo.InvariantCulture));
        if (int.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var negative) && negative < 0)
            yield return Row("ids went beyond whole numbers of 32 bits", $"{(uint)negative}");
        if (Guid.TryParse(id, out var guid))
        {
            foreach (var form in new[] { "D", "N" }.Select(form => guid.ToString(form)).Where(form => form != id))
                yield return Row("ids are written with and without dashes", form);
        }

        // 'user-17' where the users have '17', and '17' where they have 'user-17' or 'u00017'.
        var digits = id[id.AsSpan().TrimEnd(Digits).Length..];
        var (before, prefix) = (id[..^digits.Length], known[..known.AsSpan().TrimEnd(Digits).Length]);
        if (digits.Length == 0)
            yield break;
        if (before.Equals(prefix, StringComparison.OrdinalIgnoreCase))
        {
            if (before.Length > 0 && id.Length < known.Length)
                yield return Row("ids lost their leading zeros", prefix + digits.PadLeft(known.Length - prefix.Length, '0'));
            yield break;
        }

        if (before.EndsWith(prefix, StringComparison.Ordinal))
            yield return Row($"ids have '{before[..^prefix.Length]}' before them", prefix + digits);
        else
        {
            yield return Row($"ids lack '{prefix}' before them", prefix + digits);
            yield return Row($"ids lack '{prefix}' and zeros before them", prefix + digits.PadLeft(known.Length - prefix.Length, '0'));
        }

        object?[] Row(string change, string spelling) => [unknown.Kind, id, change, spelling];
    }
}
