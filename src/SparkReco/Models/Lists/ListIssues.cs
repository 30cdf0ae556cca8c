using static SparkReco.Models.Columns;

namespace SparkReco.Models.Lists;

/// <summary>What was wrong with the lists that came from outside.</summary>
public static class ListIssues
{
    public static Model Model { get; } =
        new()
        {
            Name = "list_issues",
            Room = "Lists",
            Grain = "a system whose lists came from outside, and a kind of issue",
            Columns = [Columns.System, Issue, RowCount, FirstPlaceCount, Example],
            Key = ["system", "issue"],
        };
}
