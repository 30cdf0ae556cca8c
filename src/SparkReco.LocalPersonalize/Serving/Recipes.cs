namespace SparkReco.LocalPersonalize.Serving;

/// <summary>A way to make lists, as the service names it.</summary>
/// <param name="Name">The name, such as <c>aws-user-personalization-v2</c>.</param>
/// <param name="Type">What the lists are.</param>
/// <param name="Description">What replies say of it.</param>
internal sealed record Recipe(string Name, string Type, string Description)
{
    public const string UserPersonalization = "USER_PERSONALIZATION";
    public const string PopularItems = "POPULAR_ITEMS";
    public const string PersonalizedRanking = "PERSONALIZED_RANKING";
    public const string RelatedItems = "RELATED_ITEMS";
    public const string UserSegmentation = "USER_SEGMENTATION";
    public const string PersonalizedActions = "PERSONALIZED_ACTIONS";

    /// <summary>The recipes for custom dataset groups.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("aws-user-personalization-v2", UserPersonalization, "Predicts items that a user will interact with, and explores new ones.")
        {
            HasBatch = true,
            IsSecond = true,
        },
        new(
            "aws-user-personalization",
            UserPersonalization,
            "Predicts items that a user will interact with, and explores items without interactions."
        )
        {
            HasBatch = true,
            HyperParameters = new Dictionary<string, string>
            {
                ["hidden_dimension"] = "149",
                ["bptt"] = "32",
                ["recency_mask"] = "true",
                ["min_user_history_length_percentile"] = "0.0",
                ["max_user_history_length_percentile"] = "0.99",
            },
        },
        new("aws-popularity-count", PopularItems, "Recommends the most popular items, counting each user once.") { HasBatch = true },
        new("aws-trending-now", PopularItems, "Recommends items whose popularity grows the fastest."),
        new("aws-personalized-ranking-v2", PersonalizedRanking, "Re-ranks a list of items for a user.") { HasBatch = true, IsSecond = true },
        new("aws-personalized-ranking", PersonalizedRanking, "Re-ranks a list of items for a user.")
        {
            HasBatch = true,
            HyperParameters = new Dictionary<string, string>
            {
                ["hidden_dimension"] = "149",
                ["bptt"] = "32",
                ["recency_mask"] = "true",
            },
        },
        new("aws-similar-items", RelatedItems, "Finds items similar to an item, by interactions and item metadata.") { HasBatch = true },
        new("aws-sims", RelatedItems, "Finds items that occur together with an item in the histories of users.")
        {
            HasBatch = true,
            HyperParameters = new Dictionary<string, string> { ["popularity_discount_factor"] = "0.5", ["min_cointeraction_count"] = "3" },
        },
        new("aws-semantic-similarity", RelatedItems, "Finds items similar to an item by the meaning of their texts.")
        {
            HasBatch = true,
            HasModel = false,
        },
        new("aws-item-affinity", UserSegmentation, "Finds users with an affinity to an item.") { HasBatch = true },
        new("aws-item-attribute-affinity", UserSegmentation, "Finds users with an affinity to attributes of items.") { HasBatch = true },
        new("aws-next-best-action", PersonalizedActions, "Predicts the actions that a user will take.") { HasModel = false },
    ];

    /// <summary>Recipes that exist, but for which no solution can be made any more.</summary>
    public static IReadOnlyList<string> Legacy { get; } = ["aws-hrnn", "aws-hrnn-metadata", "aws-hrnn-coldstart"];

    /// <summary>The prefix of the ARNs of recipes.</summary>
    public const string ArnPrefix = "arn:aws:personalize:::recipe/";

    /// <summary>Whether batch jobs can use it.</summary>
    public bool HasBatch { get; private init; }

    /// <summary>Whether there is a model for it here.</summary>
    public bool HasModel { get; private init; } = true;

    /// <summary>Whether it is of the second generation, which weighs events and gives reasons.</summary>
    public bool IsSecond { get; private init; }

    /// <summary>The defaults of algorithmHyperParameters.</summary>
    public IReadOnlyDictionary<string, string> HyperParameters { get; private init; } = new Dictionary<string, string>();

    public string Arn => ArnPrefix + Name;

    /// <summary>Whether answers have scores.</summary>
    public bool HasScores => Type is UserPersonalization or PersonalizedRanking;

    /// <summary>Whether lists have places for new items.</summary>
    public bool Explores => Type == UserPersonalization;

    public static Recipe? Find(string? arn) => All.FirstOrDefault(recipe => recipe.Arn == arn);
}
