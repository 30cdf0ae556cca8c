using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sql;

namespace SparkReco.Reports;

/// <summary>One user: who it is, what the user did before the run date and after, and each system's list, read from published tables.</summary>
public sealed record UserView(
    UserView.Person About,
    IReadOnlyList<UserView.Past> History,
    IReadOnlyList<UserView.Place> Places,
    IReadOnlyList<UserView.Later> Did
)
{
    internal static readonly Query<Person> People = new("Reports/Queries/person.sql");
    internal static readonly Query<Past> Histories = new("Reports/Queries/person_history.sql");
    internal static readonly Query<Place> Lists = new("Reports/Queries/person_lists.sql");
    internal static readonly Query<Later> Deeds = new("Reports/Queries/person_later.sql");

    public sealed record Person(string Tier, string Country, bool IsEligible, string LastActiveOn);

    public sealed record Past(string ItemId, string Title, string ContentType, double Points, string LastOn);

    /// <param name="System">Whose list it is.</param>
    /// <param name="Rank">The place, from 1.</param>
    /// <param name="ItemId">The item.</param>
    /// <param name="Title">Its title.</param>
    /// <param name="Reason">Why it is there, as the table says it.</param>
    /// <param name="ProposedBy">Of the baseline, all whose candidate it was, as the table says it.</param>
    /// <param name="IsHit">Whether the user engaged with it in the days judged, and not before.</param>
    /// <param name="WatchSeconds">Of a hit, the seconds watched in those days.</param>
    public sealed record Place(
        string System,
        int Rank,
        string ItemId,
        string Title,
        string Reason,
        string? ProposedBy,
        bool IsHit,
        long WatchSeconds
    );

    /// <summary>What the user took up in the days judged, and had not done before.</summary>
    public sealed record Later(string ItemId, string Title, long WatchSeconds, bool IsCompleted, bool IsLiked);

    /// <summary>Nothing where there is no such user.</summary>
    public static async Task<UserView?> ReadAsync(string user, Settings settings, IEngine engine, CancellationToken cancellation)
    {
        var id = ("user_id", SqlLiteral.Of(user));
        return await People.ReadAsync(engine, settings, cancellation, id) is [var about, ..]
            ? new UserView(
                about,
                await Histories.ReadAsync(engine, settings, cancellation, id),
                await Lists.ReadAsync(engine, settings, cancellation, id),
                await Deeds.ReadAsync(engine, settings, cancellation, id)
            )
            : null;
    }
}
