using SparkReco.Demo;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>One user's list; scores fall and, over all candidates, sum to one at most.</summary>
internal sealed record ScoredList(List<string> Items, List<double> Scores);

/// <summary>
/// Ranks the items that a user has not played. Users without history get the items that most users played. Some places go to items
/// published in the last 30 days, from the category the user played most: two of 25, and six for users with fewer than six items,
/// as a service explores more where it knows less.
/// </summary>
internal sealed class ListMaker(DemoWorld world, History history, Factors factors)
{
    public const int Length = 25;
    private const int NewDays = 30;
    private const double Sharpness = 9;
    private const int KnownAfter = 6;
    private static readonly int[] PlacesForNew = [8, 17];
    private static readonly int[] PlacesForNewWhileUnknown = [1, 4, 7, 12, 16, 20];

    private readonly int[] _listeners = CountListeners(world, history);

    public ScoredList Make(int user)
    {
        var scores = Enumerable.Range(0, world.Items.Count).Select(item => ScoreOf(user, item)).ToArray();
        var ranked = Enumerable
            .Range(0, scores.Length)
            .Where(item => !history.Has(user, item) && world.Items[item].WithdrawnDay > world.Options.HistoryDays)
            .OrderByDescending(item => scores[item])
            .ThenBy(item => item)
            .ToList();
        var best = ranked.Take(Length).ToList();
        var shares = Shares(ranked, scores).Take(Length).ToList();
        Explore(user, best, ranked);
        return new ScoredList([.. best.Select(item => world.Items[item].Id)], shares);
    }

    private double ScoreOf(int user, int item) =>
        history.PlayCounts[user] == 0 ? (double)_listeners[item] / world.Members.Count : factors.Score(user, item);

    private static IEnumerable<double> Shares(List<int> ranked, double[] scores)
    {
        var total = ranked.Sum(item => Math.Exp(Sharpness * scores[item]));
        return ranked.Select(item => Math.Round(Math.Exp(Sharpness * scores[item]) / total, 7));
    }

    private void Explore(int user, List<int> best, List<int> ranked)
    {
        var category = FavouriteCategory(user);
        var places = history.PlayCounts[user] < KnownAfter ? PlacesForNewWhileUnknown : PlacesForNew;
        var fresh = ranked
            .Where(item => world.Items[item].Category == category && IsNew(world.Items[item]) && !best.Contains(item))
            .Take(places.Length)
            .ToList();
        foreach (var (place, item) in places.Zip(fresh))
        {
            best.Insert(place, item);
            best.RemoveAt(Length);
        }
    }

    private bool IsNew(Item item) => item.PublishedDay >= world.Options.HistoryDays - NewDays;

    private string? FavouriteCategory(int user) =>
        Enumerable
            .Range(0, world.Items.Count)
            .Where(item => history.Has(user, item))
            .CountBy(item => world.Items[item].Category)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => pair.Key)
            .FirstOrDefault();

    private static int[] CountListeners(DemoWorld world, History history)
    {
        var listeners = new int[world.Items.Count];
        foreach (var play in history.Plays)
            listeners[play.Item]++;
        return listeners;
    }
}
