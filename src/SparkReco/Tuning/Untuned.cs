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
            Direction = hasCategories ? PairDirection.Forward : PairDirection.Both,
            HalfLifeHours = 168,
            HistorySize = 30,
            TargetExponent = 60,
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
}
