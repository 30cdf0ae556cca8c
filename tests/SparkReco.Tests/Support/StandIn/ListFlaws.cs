using SparkReco.Demo;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>What is odd about a list.</summary>
internal enum ListFlaw
{
    /// <summary>A line with an error text and no items.</summary>
    Failed,

    /// <summary>A user with history for whom there is no line.</summary>
    Missing,

    /// <summary>A list with an item outside the catalogue.</summary>
    UnknownItem,

    /// <summary>A list of nine items.</summary>
    Short,

    /// <summary>A list that names one item twice.</summary>
    RepeatedItem,
}

/// <summary>Spoils the lists of the first users with enough history, one kind of flaw each.</summary>
internal static class ListFlaws
{
    private const int EnoughHistory = 5;
    private const int ShortLength = 9;
    private const string Failure = "Internal error while generating recommendations for this user";

    /// <summary>The user who got each flaw.</summary>
    public static Dictionary<ListFlaw, int> Plant(BatchLine[] lines, History history)
    {
        var users = Enumerable.Range(0, lines.Length).Where(user => history.PlayCounts[user] >= EnoughHistory).Take(5).ToArray();
        var flawed = new Dictionary<ListFlaw, int>
        {
            [ListFlaw.Failed] = users[0],
            [ListFlaw.Missing] = users[1],
            [ListFlaw.UnknownItem] = users[2],
            [ListFlaw.Short] = users[3],
            [ListFlaw.RepeatedItem] = users[4],
        };
        lines[users[0]] = lines[users[0]] with { Output = new BatchOutput([], []), Error = Failure };
        lines[users[2]].Output.RecommendedItems[3] = "i7777";
        lines[users[3]].Output.RecommendedItems.RemoveRange(ShortLength, ListMaker.Length - ShortLength);
        lines[users[3]].Output.Scores.RemoveRange(ShortLength, ListMaker.Length - ShortLength);
        lines[users[4]].Output.RecommendedItems[6] = lines[users[4]].Output.RecommendedItems[2];
        return flawed;
    }
}
