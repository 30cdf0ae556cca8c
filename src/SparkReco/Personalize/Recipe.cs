namespace SparkReco.Personalize;

/// <summary>What a recipe answers, and so what its batch jobs ask and give.</summary>
public enum RecipeKind
{
    /// <summary>Lists for users.</summary>
    UserPersonalization,

    /// <summary>The same list for all, less what each has had.</summary>
    PopularItems,

    /// <summary>Given lists in an order for the user.</summary>
    PersonalizedRanking,

    /// <summary>Items like an item.</summary>
    RelatedItems,
}

/// <summary>A recipe of Amazon Personalize that makes lists which can be compared.</summary>
/// <param name="Name">The name without <c>aws-</c>, as the configuration has it.</param>
/// <param name="Kind">What it answers.</param>
/// <param name="WeighsEvents">Whether a solution may weigh types of events.</param>
public sealed record Recipe(string Name, RecipeKind Kind, bool WeighsEvents = false)
{
    // Amazon no longer takes the hierarchical recurrent networks; this recipe came in their place.
    private static readonly Dictionary<string, string> Successors = new()
    {
        ["hrnn"] = "user-personalization",
        ["hrnn-metadata"] = "user-personalization",
        ["hrnn-coldstart"] = "user-personalization",
    };

    /// <summary>So many items the recipe considers at most (developer guide, Quotas).</summary>
    public long MostItems => WeighsEvents ? 5_000_000 : 750_000;

    /// <summary>So many interactions the recipe considers at most.</summary>
    public long MostInteractions => WeighsEvents ? 3_000_000_000 : 500_000_000;

    /// <summary>The recipes.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("user-personalization-v2", RecipeKind.UserPersonalization, WeighsEvents: true),
        new("user-personalization", RecipeKind.UserPersonalization),
        new("personalized-ranking-v2", RecipeKind.PersonalizedRanking, WeighsEvents: true),
        new("personalized-ranking", RecipeKind.PersonalizedRanking),
        new("similar-items", RecipeKind.RelatedItems),
        new("sims", RecipeKind.RelatedItems),
        new("popularity-count", RecipeKind.PopularItems),
    ];

    /// <summary>The resource name by which the service of a region knows the recipe.</summary>
    public string ArnIn(string region) =>
        $"arn:aws{(region.StartsWith("cn-", StringComparison.Ordinal) ? "-cn" : "")}:personalize:::recipe/aws-{Name}";

    /// <summary>The recipe of a name, with or without <c>aws-</c>; the successor of one that Amazon no longer takes; null where there is none.</summary>
    public static Recipe? Find(string name)
    {
        var bare = Bare(name);
        return All.FirstOrDefault(recipe => recipe.Name == Successors.GetValueOrDefault(bare, bare));
    }

    /// <summary>What to tell people where the recipe of a name is another's successor; null elsewhere.</summary>
    public static string? Notice(string name) =>
        Successors.TryGetValue(Bare(name), out var successor)
            ? $"Amazon Personalize no longer trains '{Bare(name)}': '{successor}' came in its place and is taken"
            : null;

    private static string Bare(string name) => name.StartsWith("aws-", StringComparison.Ordinal) ? name[4..] : name;
}
