using SparkReco.Configuration;

namespace SparkReco.Reports;

/// <summary>Where a stand-in made the lists, no sentence calls them Amazon's.</summary>
public static class StandIn
{
    /// <summary>What a reader must know before anything else.</summary>
    public const string Notice =
        "The lists called Local Personalize's were made by a stand-in with models of its own, and not by Amazon. "
        + "They show what a comparison looks like, not how good Amazon's lists are.";

    /// <summary>What to do next.</summary>
    public const string Advice =
        "To decide about Amazon's, have Amazon make its lists: set 'personalize.region', or name a batch job's output in 'inputs.personalize.paths'.";

    /// <summary>Whether a stand-in made lists of the pair that the report leads with.</summary>
    public static bool IsIn(ReportData data) =>
        data.Settings.Personalize.IsStandIn && Systems.Personalize is var made && (data.Pair.System == made || data.Pair.Reference == made);

    /// <summary>The words with the stand-in's name in the place of Amazon's, where a stand-in made the lists.</summary>
    public static string Named(bool isStandIn, string words) =>
        isStandIn ? words.Replace(Words.Personalize, "Local Personalize", StringComparison.Ordinal) : words;
}
