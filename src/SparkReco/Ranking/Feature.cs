namespace SparkReco.Ranking;

/// <summary>What a feature looks at; what each group adds is measured by leaving it out.</summary>
public enum FeatureGroup
{
    /// <summary>The baseline's own rating.</summary>
    Blend,

    /// <summary>What others who used the user's latest items went on to.</summary>
    Pairs,

    /// <summary>What people of the user's categories begin with now.</summary>
    Category,

    /// <summary>How active the user is.</summary>
    User,

    /// <summary>How an item is used now, by how many for the first time, and how old it is.</summary>
    ItemState,

    /// <summary>What kind of item it is, and how such items are used now.</summary>
    Kind,
}

/// <summary>
/// A whole number that is known of a candidate before the run date: its column in <c>candidate_features.sql</c>, and what it means. A period is
/// the half-life of popularity; shares are in parts per ten thousand, or where said in parts per million.
/// </summary>
public sealed record Feature(string Name, FeatureGroup Group, string Meaning)
{
    /// <summary>Whether it grows with the number of all users.</summary>
    public bool CountsUsers { get; private init; }

    /// <summary>All features, in the order of a row: first those of a candidate, then those of an item, whoever's candidate it is.</summary>
    public static IReadOnlyList<Feature> All { get; } =
    [
        new("blend_gap", FeatureGroup.Blend, "how far the blend rates it below the user's best candidate, in 1/32 of a halving"),
        new("similarity_share", FeatureGroup.Pairs, "its similarity to the user's history, in millionths of the user's most similar item"),
        new("similarity_place", FeatureGroup.Pairs, "its place by similarity; 9999 where it is not similar"),
        new("common_users", FeatureGroup.Pairs, "users in common with the latest item that it has most with") { CountsUsers = true },
        new("other_share", FeatureGroup.Pairs, "its similarity by pairs of the other direction, in millionths of the user's greatest"),
        new("category_share", FeatureGroup.Category, "what its categories give it, in millionths of the user's first"),
        new("category_weight", FeatureGroup.Category, "the greatest weight of its categories among the user's latest items, in millionths"),
        new("category_items", FeatureGroup.Category, "how many of the user's latest items are of one of its categories, at most"),
        new("kind_items", FeatureGroup.Kind, "how many of the user's latest items are of its kind (content type and format) and first category"),
        new("history_length", FeatureGroup.User, "how many latest items of the user count"),
        new("idle", FeatureGroup.User, "time since the user's last use of anything, in sixteenths of a period"),
        new("begun_5", FeatureGroup.User, "how many items the user began with within five periods"),
        new("begun_28", FeatureGroup.User, "the same of 28 periods"),
        new(
            "category_place",
            FeatureGroup.Category,
            "its best place among those that one of its categories begins with now; 9999 is far down or in none"
        ),
        new("popularity_place", FeatureGroup.ItemState, "its place among the popular items; 9999 is far down"),
        new("hazard_1", FeatureGroup.ItemState, "share of the category's users of a period who had not used it before, and begin with it"),
        new("hazard_5", FeatureGroup.ItemState, "the same of five periods"),
        new("hazard_28", FeatureGroup.ItemState, "the same of 28 periods"),
        new("use_share", FeatureGroup.ItemState, "share of the category's users of five periods who use it in them"),
        new("reach", FeatureGroup.ItemState, "the same of fourteen periods"),
        new("new_share", FeatureGroup.ItemState, "share of its users who began within 28 periods"),
        new("begin_share", FeatureGroup.ItemState, "share of its users of five periods who began in them"),
        new("trend", FeatureGroup.ItemState, "users of the last period, five times, by those of five periods"),
        new("user_count", FeatureGroup.ItemState, "users who ever used it") { CountsUsers = true },
        new("age", FeatureGroup.ItemState, "time since its first use, in sixteenths of a period"),
        new("mean_age", FeatureGroup.ItemState, "mean time since its users began with it, in sixteenths of a period"),
        new("mean_score", FeatureGroup.ItemState, "mean engagement score of its users, in thousandths of a point"),
        new("return_share", FeatureGroup.ItemState, "share of its users whose last use is more than a period after their first"),
        new("use_span", FeatureGroup.ItemState, "mean time between its users' first and last use, in sixteenths of a period"),
        new("kind_begin_share", FeatureGroup.Kind, "begin_share of all items of its kind and category"),
        new(
            "kind_hazard",
            FeatureGroup.Kind,
            "how often an item of its kind and category was begun within five periods, by the category's users of them"
        ),
        new("kind_code", FeatureGroup.Kind, "a number for each kind, the same in all runs"),
    ];
}
