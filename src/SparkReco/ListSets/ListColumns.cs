using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.ListSets;

/// <summary>Finds by their names which columns of a file hold what. Case, and what stands between words, do not count.</summary>
public static class ListColumns
{
    private static readonly string[] Users =
    [
        "userid",
        "user",
        "uid",
        "input.userid",
        "customerid",
        "customer",
        "memberid",
        "member",
        "visitorid",
        "accountid",
        "profileid",
    ];
    private static readonly string[] Items =
    [
        "itemid",
        "item",
        "iid",
        "contentid",
        "productid",
        "courseid",
        "videoid",
        "movieid",
        "articleid",
        "recommendeditem",
    ];
    private static readonly string[] Arrays =
    [
        "items",
        "itemids",
        "recommendeditems",
        "output.recommendeditems",
        "recommendations",
        "itemlist",
        "list",
        .. Items,
    ];
    private static readonly string[] Ranks = ["rank", "position", "place", "pos", "ranking", "itemrank"];
    private static readonly string[] Scores = ["score", "scores", "prediction", "relevance", "weight"];
    private static readonly string[] Seconds = ["watchseconds", "secondswatched", "watchedseconds"];

    /// <summary>Of lists: the user, the item or the array of items, and what orders them: a place, else a score, else how rows stand.</summary>
    /// <exception cref="ConfigurationException">The columns do not tell; the message names the file, its columns and the remedy.</exception>
    public static TableShape OfLists(string file, IReadOnlyList<FileColumn> columns)
    {
        var user = Find(columns, Users, isList: false) ?? throw Missing(file, columns, "a user", "user_id");
        if (Find(columns, Items, isList: false) is { } item)
        {
            return Find(columns, Ranks, isList: false) is { } rank ? new(user, item, rank, NumberKind.Rank)
                : Find(columns, Scores, isList: false) is { } score ? new(user, item, score, NumberKind.Score)
                : new(user, item, null, NumberKind.RowOrder);
        }

        return Find(columns, Arrays, isList: true) is { } array
            ? new(user, array, null, NumberKind.PlaceInArray)
            : throw Missing(file, columns, "an item, or an array of a user's items", "item_id");
    }

    /// <summary>Of what users did later: the user, the item or an array of items, and the seconds watched where there are any.</summary>
    /// <exception cref="ConfigurationException">The columns do not tell; the message names the file, its columns and the remedy.</exception>
    public static TableShape OfTruth(string file, IReadOnlyList<FileColumn> columns)
    {
        var user = Find(columns, Users, isList: false) ?? throw Missing(file, columns, "a user", "user_id");
        if (Find(columns, Items, isList: false) is { } item)
            return Find(columns, Seconds, isList: false) is { } seconds
                ? new(user, item, seconds, NumberKind.Quantity)
                : new(user, item, null, NumberKind.None);
        return Find(columns, Arrays, isList: true) is { } array
            ? new(user, array, null, NumberKind.PlaceInArray)
            : throw Missing(file, columns, "an item, or an array of a user's items", "item_id");
    }

    /// <summary>What was taken, in words.</summary>
    public static string Describe(TableShape shape) =>
        $"user '{shape.User.Name}', {(shape.Kind == NumberKind.PlaceInArray ? "items in the order of the array" : "item")} '{shape.Item.Name}'"
        + shape.Kind switch
        {
            NumberKind.Rank => $", place '{shape.Number!.Name}'",
            NumberKind.Score => $", score '{shape.Number!.Name}', the highest first",
            NumberKind.RowOrder => ", in the order of the rows",
            NumberKind.Quantity => $", seconds watched '{shape.Number!.Name}'",
            _ => "",
        };

    /// <summary>The column whose name stands first among the names that it may have.</summary>
    private static FileColumn? Find(IReadOnlyList<FileColumn> columns, string[] names, bool isList) =>
        columns
            .Where(column => column.IsList == isList)
            .Select(column => (Column: column, Place: Array.IndexOf(names, Plain(column.Name))))
            .Where(found => found.Place >= 0)
            .OrderBy(found => found.Place)
            .Select(found => found.Column)
            .FirstOrDefault();

    private static string Plain(string name) => string.Concat(name.Where(letter => letter is not ('_' or '-' or ' '))).ToLowerInvariant();

    private static ConfigurationException Missing(string file, IReadOnlyList<FileColumn> columns, string what, string name) =>
        new(
            $"{file}: no column holds {what}; found {string.Join(", ", columns.Take(20).Select(column => $"'{column.Name}'{(column.IsList ? " (an array)" : "")}"))}. Name one '{name}': a list has the columns user_id, item_id and rank or score, or user_id and an array items"
        );
}
