using SparkReco.Configuration;
using SparkReco.Ranking;

namespace SparkReco.Reports;

/// <summary>What features say of an item, in people's words.</summary>
internal static class FeatureWords
{
    /// <summary>What a feature says of an item beside others of a user's list.</summary>
    /// <param name="feature">The feature.</param>
    /// <param name="side">1 where its value is above theirs, -1 below; at 0 nothing can be said but what it looks at.</param>
    /// <param name="pairs">How the run finds what is used together.</param>
    public static string Of(Feature feature, int side, ItemItemSettings pairs)
    {
        var isForward = pairs is { Model: ItemItemModel.Pairs, Direction: PairDirection.Forward };
        // The pairs of the other direction are of the one that the run does not take.
        var (often, rarely) = Together(isForward != (feature.Name == "other_share"));
        var (above, below) = feature.Name switch
        {
            "blend_gap" => ("the blend rates it low", "the blend rates it high"),
            "similarity_share" => (often, rarely),
            "similarity_place" => (rarely, often),
            "common_users" => ("many used it and the user's items", "few used it and the user's items"),
            "other_share" => (often, rarely),
            "category_share" => ("often begun in the user's categories", "rarely begun in the user's categories"),
            "category_weight" => ("the user is often in its category", "the user is rarely in its category"),
            "category_items" => ("the user had many of its category", "the user had few of its category"),
            "kind_items" => ("the user had many of its kind", "the user had few of its kind"),
            "category_place" => ("its category begins with others now", "its category begins with it now"),
            "popularity_place" => ("less popular", "more popular"),
            "hazard_1" or "hazard_5" => ("many begin it now", "few begin it now"),
            "hazard_28" => ("many began it lately", "few began it lately"),
            "use_share" => ("many use it now", "few use it now"),
            "reach" => ("many used it lately", "few used it lately"),
            "new_share" or "begin_share" => ("many of its users are new to it", "few of its users are new to it"),
            "trend" => ("its use grows more", "its use grows less"),
            "user_count" => ("used by many", "used by few"),
            "age" => ("long in use", "new in use"),
            "mean_age" => ("its users began long ago", "its users began lately"),
            "mean_score" => ("its users have much to do with it", "its users have little to do with it"),
            "return_share" or "use_span" => ("its users come back to it", "its users rarely come back to it"),
            "kind_begin_share" => ("its kind is often new to its users", "its kind is rarely new to its users"),
            "kind_hazard" => ("many begin items of its kind", "few begin items of its kind"),
            _ => (null, null),
        };
        return (
                side > 0 ? above
                : side < 0 ? below
                : null
            ) ?? Of(feature.Group);
    }

    private static (string Often, string Rarely) Together(bool isForward) =>
        isForward
            ? ("often used after the user's items", "rarely used after the user's items")
            : ("often used with the user's items", "rarely used with the user's items");

    /// <summary>What a group of features looks at, by its name in tables.</summary>
    public static string Meaning(string group) =>
        group switch
        {
            "blend" => "the blend's own rating",
            "pairs" => "what others who used the same went on to",
            "category" => "what people of the user's categories begin with now",
            "user" => "how active the user is",
            "item_state" => "how an item is used now, by how many for the first time, and how old it is",
            "kind" => "what kind of item it is, and how such items are used now",
            _ => group,
        };

    /// <summary>The same where there is little room.</summary>
    private static string Of(FeatureGroup group) =>
        group switch
        {
            FeatureGroup.Blend => "what the blend makes of it",
            FeatureGroup.Pairs => "how it is used with the user's items",
            FeatureGroup.Category => "the user's categories",
            FeatureGroup.User => "how active the user is",
            FeatureGroup.ItemState => "how it is used now",
            _ => "its kind",
        };
}
