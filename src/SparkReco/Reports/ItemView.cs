using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sql;

namespace SparkReco.Reports;

/// <summary>One item: what it is, where each system puts it and for whom, and who used it, read from published tables.</summary>
public sealed record ItemView(ItemView.Item About, IReadOnlyList<ItemView.Place> Places, IReadOnlyList<ItemView.Use> Uses)
{
    internal static readonly Query<Item> Items = new("Reports/Queries/item.sql");
    internal static readonly Query<Place> Lists = new("Reports/Queries/item_places.sql");
    internal static readonly Query<Use> Users = new("Reports/Queries/item_users.sql");

    public sealed record Item(string Title, string ContentType, string Category, string PublishedOn, bool IsAvailable);

    /// <param name="System">Whose lists they are.</param>
    /// <param name="Tier">The users' tier.</param>
    /// <param name="Users">Users with the item in their list.</param>
    /// <param name="FirstUsers">Those with it among the first places, as many as headlines speak of.</param>
    /// <param name="MeanRank">The mean place over all users with it.</param>
    /// <param name="Hits">Of the first users, those who took it up in the days judged, and had not before.</param>
    /// <param name="WatchSeconds">The seconds that these watched then.</param>
    public sealed record Place(string System, string Tier, long Users, long FirstUsers, double MeanRank, long Hits, long WatchSeconds);

    /// <param name="Tier">The users' tier.</param>
    /// <param name="EarlierUsers">Users who had it before the run date.</param>
    /// <param name="LaterUsers">Users who took it up in the days judged, and had not before.</param>
    /// <param name="LaterSeconds">The seconds that these watched then.</param>
    public sealed record Use(string Tier, long EarlierUsers, long LaterUsers, long LaterSeconds);

    /// <summary>Nothing where there is no such item.</summary>
    public static async Task<ItemView?> ReadAsync(string item, Settings settings, IEngine engine, CancellationToken cancellation)
    {
        var id = ("item_id", SqlLiteral.Of(item));
        return await Items.ReadAsync(engine, settings, cancellation, id) is [var about, ..]
            ? new ItemView(
                about,
                await Lists.ReadAsync(engine, settings, cancellation, id),
                await Users.ReadAsync(engine, settings, cancellation, id)
            )
            : null;
    }
}
