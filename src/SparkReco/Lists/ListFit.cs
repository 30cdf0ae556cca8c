using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Runs;
using SparkReco.Sql;

namespace SparkReco.Lists;

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

    private static readonly IReadOnlyList<Column> SpellingColumns =
    [
        new("kind", ColumnType.String, ""),
        new("id", ColumnType.String, ""),
        new("change", ColumnType.String, ""),
        new("spelling", ColumnType.String, ""),
    ];

    internal static readonly Query<Fit> FitQuery = new("Lists/Queries/list_fit.sql");
    internal static readonly Query<UnknownId> UnknownIds = new("Lists/Queries/unknown_ids.sql");
    internal static readonly Query<KnownSpelling> KnownSpellings = new("Lists/Queries/known_spellings.sql");
    internal static readonly Query<ExampleIds> Examples = new("Lists/Queries/example_ids.sql");
    internal static readonly Query<FrequentProblem> Problems = new("Lists/Queries/frequent_problems.sql");

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

    /// <summary>The name of a system's figure in the stage's record.</summary>
    internal static string Of(string figure, string system) => $"{figure}.{system}";

    /// <summary>Keeps the figures that the quality gate judges, and notes what does not fit, with examples and the likely cause.</summary>
    public static async Task CheckAsync(StageContext context, CancellationToken cancellation)
    {
        foreach (var system in Systems.OfLists(context.Settings))
            await CheckAsync(context, system, cancellation);
    }

    private static async Task CheckAsync(StageContext context, string system, CancellationToken cancellation)
    {
        var fit = (await FitQuery.ReadAsync(context.Readable, context.Settings, cancellation, ("system", SqlLiteral.Of(system))))[0];
        foreach (
            var (name, count) in new[]
            {
                (Lists, fit.Lists),
                (KnownLists, fit.KnownLists),
                (Places, fit.Places),
                (KnownPlaces, fit.KnownPlaces),
                (RepeatedUsers, fit.RepeatedUsers),
                (EligibleUsers, fit.EligibleUsers),
                (ListedUsers, fit.EligibleUsersWithList),
            }
        )
            context.Counts[Of(name, system)] = count;
        if (fit.RepeatedUsers > 0)
            context.Note(
                $"{fit.RepeatedUsers:N0} users have several lists in {Files(context)}: if those are of several jobs, name the output of one in 'inputs.personalize.paths'"
            );
        foreach (var problem in system == Systems.Personalize ? await Problems.ReadAsync(context.Readable, context.Settings, cancellation) : [])
            context.Note($"{problem.Lines:N0} of {fit.Lines:N0} lines of Amazon Personalize's output, such as {problem.Example}: {problem.Issue}");
        if (fit.KnownLists < fit.Lists || fit.KnownPlaces < fit.Places)
            await ExplainAsync(context, system, fit, cancellation);
        if (fit.EligibleUsersWithList < fit.EligibleUsers)
            context.Note(
                $"{Systems.Spoken(system)} has a list for {fit.EligibleUsersWithList:N0} of {fit.EligibleUsers:N0} eligible users; the others count as users without a hit"
            );
    }

    /// <summary>The first and the last of the files by name.</summary>
    private static string Files(StageContext context)
    {
        var paths = context.Inputs.Select(file => file.Path).Order(StringComparer.Ordinal).ToArray();
        return paths.Length > 2 ? $"{paths[0]} to {paths[^1]}" : string.Join(" and ", paths);
    }

    private static async Task ExplainAsync(StageContext context, string system, Fit fit, CancellationToken cancellation)
    {
        var unknown = await UnknownIds.ReadAsync(context.Readable, context.Settings, cancellation, ("system", SqlLiteral.Of(system)));
        var examples = (await Examples.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        var spellings = unknown.SelectMany(id =>
            IdSpellings
                .Of(id.Id, id.Kind == "user" ? examples.UserId : examples.ItemId)
                .Select(spelling => new object?[] { id.Kind, id.Id, spelling.Change, spelling.Text })
        );
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
            context.Note($"{lost:N0} of the {all:N0} {of} of {Systems.Spoken(system)} are of {kind}s that 'inputs.{kind}s' does not have, {cause}");
        }
    }
}
