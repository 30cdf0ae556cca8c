using System.Text.Json.Nodes;

namespace SparkReco.LocalPersonalize.Serving;

/// <summary>How many places of a list new items get, and which items are new.</summary>
/// <param name="Share">The share of places.</param>
/// <param name="AgeInSeconds">How long before the latest interaction a new item was made at most.</param>
internal readonly record struct Exploration(double Share, double AgeInSeconds)
{
    private const double SecondsOfDay = 86_400;

    /// <summary>None.</summary>
    public static Exploration None => default;

    /// <summary>
    /// That of a campaign or batch job. The first generation's explorationWeight is squared, so that the default 0.3 is a place in eleven, and 1 is
    /// all; the second has a place in a thousand.
    /// </summary>
    public static Exploration Of(Recipe recipe, JsonObject? configuration)
    {
        if (!recipe.Explores)
            return None;
        if (recipe.IsSecond)
            return new(0.001, 30 * SecondsOfDay);
        var weight = Number("explorationWeight", 0.3);
        return new(weight * weight, Number("explorationItemAgeCutOff", 30) * SecondsOfDay);

        double Number(string name, double otherwise) => EventWeights.Number((string?)configuration?["itemExplorationConfig"]?[name]) ?? otherwise;
    }

    /// <summary>A number from 0 up to 1 that is always the same for a user and a purpose: the hash FNV-1a, its bits mixed once more.</summary>
    public static double Draw(string user, string purpose)
    {
        var hash = 14_695_981_039_346_656_037UL;
        foreach (var character in user)
            hash = (hash ^ character) * 1_099_511_628_211UL;
        foreach (var character in purpose)
            hash = (hash ^ character) * 1_099_511_628_211UL;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCDUL;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53UL;
        return ((hash ^ (hash >> 33)) >> 11) / (double)(1UL << 53);
    }
}
