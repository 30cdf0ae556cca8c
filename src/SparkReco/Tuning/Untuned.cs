using SparkReco.Configuration;

namespace SparkReco.Tuning;

/// <summary>
/// The settings that are best where nothing is known of the data but whether items have categories: with them, as of courses, people go forward,
/// and what is popular in their categories is half of the answer.
/// </summary>
internal static class Untuned
{
    /// <summary>How items are alike; what is not tuned is as configured.</summary>
    public static ItemItemSettings Pairs(ItemItemSettings configured, bool hasCategories) =>
        configured with
        {
            Model = ItemItemModel.Pairs,
            Direction = hasCategories ? PairDirection.Forward : PairDirection.Both,
            HalfLifeHours = 168,
            HistorySize = 30,
            TargetExponent = 60,
            MinSupport = 2,
            Neighbors = 50,
        };

    /// <summary>The blend; what is not tuned is as configured.</summary>
    public static BlendSettings Blend(BlendSettings configured, bool hasCategories) =>
        configured with
        {
            ItemItem = 100,
            Category = 30,
            Popularity = hasCategories ? 10 : 100,
            Preference = 0,
            Recency = 0,
            ItemState = 100,
            PopularityHalfLifeHours = 24,
            MinHistory = 5,
        };

    /// <summary>How items are alike where times are not known: all that users had counts alike.</summary>
    public static ItemItemSettings TimelessPairs(ItemItemSettings configured) =>
        Pairs(configured, hasCategories: false) with
        {
            HalfLifeHours = 0,
            HistorySize = 1000,
            SeedSize = 1000,
            SeedHalfLife = 0,
        };

    /// <summary>The blend where times are not known.</summary>
    public static BlendSettings TimelessBlend(BlendSettings configured) =>
        Blend(configured, hasCategories: false) with
        {
            Category = 0,
            Popularity = 0,
            ItemState = 0,
            PopularityHalfLifeHours = 0,
            MinHistory = 2,
        };
}
