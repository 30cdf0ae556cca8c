using static SparkReco.Models.Columns;

namespace SparkReco.Models.Personalize;

/// <summary>What was wrong with Amazon Personalize's lists.</summary>
public static class ListIssues
{
    public static Model Model { get; } =
        new()
        {
            Name = "list_issues",
            Room = "Personalize",
            Grain = "a kind of issue",
            Columns = [Issue, RowCount, Example],
            Key = ["issue"],
        };
}
