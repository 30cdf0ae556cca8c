namespace SparkReco.Configuration;

/// <summary>The names of systems that have lists. A system is known by its name alone, wherever its lists come from.</summary>
public static class Systems
{
    /// <summary>The baseline, which a run makes of the company's data.</summary>
    public const string Baseline = "baseline";

    /// <summary>Amazon Personalize, or what stands in for it.</summary>
    public const string Personalize = "personalize";

    /// <summary>What is popular, the same for everybody.</summary>
    public const string Popularity = "popularity";

    /// <summary>Items drawn at random.</summary>
    public const string Random = "random";

    /// <summary>Amazon Personalize within a sentence.</summary>
    public const string PersonalizeSpoken = "Amazon Personalize";

    private const string DeliveredSuffix = "_delivered";

    /// <summary>The names that no lists of <c>inputs.lists</c> may have.</summary>
    public static bool IsReserved(string name) =>
        name is Baseline or Personalize or Popularity or Random || name.EndsWith(DeliveredSuffix, StringComparison.Ordinal);

    /// <summary>Whether people ask for whom the system is better: not of random lists, and of delivered ones by those that are shown.</summary>
    public static bool IsAskedFor(string system) => system != Random && !system.EndsWith(DeliveredSuffix, StringComparison.Ordinal);

    /// <summary>The name of a system's lists as they were delivered, with the items that cannot be shown.</summary>
    public static string Delivered(string system) => system + DeliveredSuffix;

    /// <summary>A system within a sentence; a name that a configuration gives stands in quotation marks.</summary>
    public static string Spoken(string system) =>
        system switch
        {
            Baseline => "the baseline",
            Personalize => PersonalizeSpoken,
            Popularity => "plain popularity",
            Random => "a random list",
            _ => $"'{system}'",
        };

    /// <summary>The systems whose lists come from outside: Amazon Personalize, then those of <c>inputs.lists</c>.</summary>
    public static IReadOnlyList<string> OfLists(Settings settings) =>
        [.. settings.HasPersonalizeLists ? [Personalize] : Array.Empty<string>(), .. settings.Inputs.Lists.Keys];

    /// <summary>All systems that are judged, the lists from outside as shown and as delivered.</summary>
    public static IReadOnlyList<string> Judged(Settings settings) =>
        [Baseline, .. OfLists(settings), .. OfLists(settings).Select(Delivered), Popularity, Random];

    /// <summary>
    /// The pairs that are compared, those of <c>comparison.pairs</c> or, where it has none, each system from outside with the baseline, then
    /// Amazon Personalize with the others. The report leads with the first.
    /// </summary>
    public static IReadOnlyList<SystemPair> Pairs(Settings settings)
    {
        if (settings.Comparison.Pairs.Count > 0)
            return [.. settings.Comparison.Pairs.Select(SystemPair.Parse).OfType<SystemPair>()];
        var lists = OfLists(settings);
        return
        [
            .. lists.Select(system => new SystemPair(Baseline, system)),
            .. lists.Where(system => system != Personalize && lists.Contains(Personalize)).Select(system => new SystemPair(system, Personalize)),
        ];
    }

    /// <summary>The pair that the report leads with; null where nothing is compared.</summary>
    public static SystemPair? MainPair(Settings settings) => Pairs(settings) is [var first, ..] ? first : null;
}
