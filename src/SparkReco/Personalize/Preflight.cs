using SparkReco.Models;
using SparkReco.Runs;

namespace SparkReco.Personalize;

/// <summary>
/// Looks whether the data sets are what Amazon Personalize takes, before anything is brought there or paid for. The limits are those of its
/// developer guide (Endpoints and quotas; Datasets and schemas).
/// </summary>
public static class Preflight
{
    private const string Interactions = "personalize_interactions";
    private const string Users = "personalize_users";
    private const string Items = "personalize_items";
    private const string EligibleUsers = "personalize_eligible_users";

    private const int LeastInteractions = 1000;
    private const int LeastRepeatingUsers = 25;
    private const int LongestId = 256;
    private const int LongestCategory = 1000;
    private const int MostListsAtOnce = 50_000_000;
    private const long FirstSecond = 946_684_800;

    internal static readonly Query<Figures> FiguresQuery = new("Personalize/Queries/preflight.sql");

    /// <summary>What is counted.</summary>
    internal sealed record Figures(
        long Interactions,
        long ActiveUsers,
        long RepeatingUsers,
        long WeighedInteractions,
        long FirstAt,
        long Users,
        long EligibleUsers,
        long LongestUserId,
        long LongestUserCategory,
        long Items,
        long LongestItemId,
        long LongestItemCategory
    );

    /// <summary>The size of the data, from the stage's record.</summary>
    public static DataSize SizeOf(StageRecord record) =>
        new(record.Counts[Interactions], record.Counts[Users], record.Counts[Items], record.Counts[EligibleUsers]);

    /// <summary>Keeps the figures, and refuses what the service would refuse.</summary>
    /// <exception cref="QualityGateException">All that it would refuse, with count, limit and remedy.</exception>
    public static async Task CheckAsync(StageContext context, CancellationToken cancellation)
    {
        var figures = (await FiguresQuery.ReadAsync(context.Readable, context.Settings, cancellation))[0];
        context.Counts[Interactions] = figures.Interactions;
        context.Counts[Users] = figures.Users;
        context.Counts[Items] = figures.Items;
        context.Counts[EligibleUsers] = figures.EligibleUsers;
        if (Recipe.Notice(context.Settings.Personalize.Recipe) is { } notice)
            context.Note(notice);
        // The longest paths that will be told to the service.
        Exchange.RequireShort(context);
        var problems = Problems(figures, Recipe.Find(context.Settings.Personalize.Recipe)!).ToArray();
        if (problems.Length > 0)
            throw new QualityGateException(
                string.Join(Environment.NewLine, problems.Append("nothing was brought to Amazon Personalize, and nothing has to be paid"))
            );
    }

    internal static IEnumerable<string> Problems(Figures figures, Recipe recipe)
    {
        var counted = recipe.WeighsEvents ? figures.WeighedInteractions : figures.Interactions;
        if (counted < LeastInteractions)
            yield return $"there are {counted:N0} interactions before the run date (clicks, watches, likes and completions{(recipe.WeighsEvents ? " that have 'engagement.points'" : "")}), and Amazon Personalize takes {LeastInteractions:N0} at least: bring more of the past, or take a later run date";
        if (figures.Interactions > recipe.MostInteractions)
            yield return $"there are {figures.Interactions:N0} interactions, and {recipe.Name} considers {recipe.MostInteractions:N0}: take another recipe, or less of the past";
        if (figures.Items > recipe.MostItems)
            yield return $"there are {figures.Items:N0} items, and {recipe.Name} considers {recipe.MostItems:N0}: take another recipe, or leave out what is not on offer";
        if (figures.RepeatingUsers < LeastRepeatingUsers)
            yield return $"{figures.RepeatingUsers:N0} users have two interactions or more before the run date, and Amazon Personalize takes {LeastRepeatingUsers} at least";
        else if (100 * figures.RepeatingUsers < figures.ActiveUsers)
            yield return $"{figures.RepeatingUsers:N0} of {figures.ActiveUsers:N0} users have two interactions or more, and Amazon Personalize takes 1 % at least: are user ids those of sessions?";
        foreach (
            var (length, most, what) in new[]
            {
                (figures.LongestUserId, LongestId, "a user's id"),
                (figures.LongestItemId, LongestId, "an item's id"),
                (figures.LongestUserCategory, LongestCategory, "a user's plan or country"),
                (figures.LongestItemCategory, LongestCategory, "an item's categories or language"),
            }
        )
        {
            if (length > most)
                yield return $"{what} has {length:N0} characters, and Amazon Personalize takes {most:N0}: shorten it in 'inputs'";
        }

        if (figures.Interactions > 0 && figures.FirstAt < FirstSecond)
            yield return $"an interaction is of {DateTimeOffset.FromUnixTimeSeconds(figures.FirstAt):yyyy-MM-dd}: is its time right?";
        if (figures.EligibleUsers == 0 && recipe.Kind != RecipeKind.RelatedItems)
            yield return "no user is eligible for a list: paid, or free and active within 'eligibility.active_days'";
        if (figures.EligibleUsers > MostListsAtOnce)
            yield return $"there are {figures.EligibleUsers:N0} eligible users, and a batch job takes {MostListsAtOnce:N0}";
    }
}
