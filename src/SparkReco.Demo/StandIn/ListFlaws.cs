namespace SparkReco.Demo.StandIn;

/// <summary>Spoils the lists of the first users with enough history, one kind of flaw each.</summary>
internal static class ListFlaws
{
    private const int EnoughHistory = 5;
    private const int ShortLength = 9;
    private const string Failure = "Internal error while generating recommendations for this user";

    /// <summary>The user who got each flaw.</summary>
    public static Dictionary<FlawKind, int> Plant(BatchLine[] lines, History history)
    {
        var users = Enumerable.Range(0, lines.Length).Where(user => history.PlayCounts[user] >= EnoughHistory).Take(5).ToArray();
        var flawed = new Dictionary<FlawKind, int>
        {
            [FlawKind.FailedList] = users[0],
            [FlawKind.MissingList] = users[1],
            [FlawKind.ListWithUnknownItem] = users[2],
            [FlawKind.ShortList] = users[3],
            [FlawKind.ListWithRepeatedItem] = users[4],
        };
        lines[users[0]] = lines[users[0]] with { Output = new BatchOutput([], []), Error = Failure };
        lines[users[2]].Output.RecommendedItems[3] = "i7777";
        lines[users[3]].Output.RecommendedItems.RemoveRange(ShortLength, ListMaker.Length - ShortLength);
        lines[users[3]].Output.Scores.RemoveRange(ShortLength, ListMaker.Length - ShortLength);
        lines[users[4]].Output.RecommendedItems[6] = lines[users[4]].Output.RecommendedItems[2];
        return flawed;
    }
}
