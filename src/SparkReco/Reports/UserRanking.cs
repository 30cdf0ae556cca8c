using System.Text;
using SparkReco.Configuration;
using SparkReco.Kernels;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Ranking;
using SparkReco.Runs;

namespace SparkReco.Reports;

/// <summary>
/// What the ranker made of a user's list of the baseline: how much each feature moved each item. All ratings are in 1/25,600 of a
/// binary logarithm of the odds.
/// </summary>
/// <param name="Obstacle">Why nothing is known of it; null where it is.</param>
/// <param name="Base">Where every candidate's rating begins, whatever its features.</param>
/// <param name="Places">The places of the list.</param>
public sealed record UserRanking(string? Obstacle, long Base, IReadOnlyList<UserRanking.Place> Places)
{
    // A twentieth of a binary logarithm is 3.5 % of the odds: less is not worth a word.
    private const int LeastMove = Forest.UnitsPerLogarithm / 20;

    /// <param name="Rank">The place, from 1.</param>
    /// <param name="ItemId">The item.</param>
    /// <param name="Rating">The item's rating: the base and all contributions.</param>
    /// <param name="Up">What moved it most up, against the mean of the list; null where nothing did.</param>
    /// <param name="Down">What moved it most down.</param>
    /// <param name="Features">All features.</param>
    public sealed record Place(int Rank, string ItemId, long Rating, Move? Up, Move? Down, IReadOnlyList<Share> Features);

    /// <param name="Group">A group of features.</param>
    /// <param name="Logarithms">How far it moved the item, in binary logarithms of the odds against the mean of the list: 1 doubles them.</param>
    /// <param name="Feature">The feature that has most of this.</param>
    /// <param name="Words">What is to be said of that feature.</param>
    public sealed record Move(string Group, double Logarithms, string Feature, string Words);

    /// <param name="Name">A feature.</param>
    /// <param name="Value">Its value.</param>
    /// <param name="Contribution">What it added to the rating.</param>
    public sealed record Share(string Name, int Value, long Contribution);

    /// <summary>Reads published tables; null where no trees ordered the lists of the run, or the user has none.</summary>
    /// <param name="user">The user.</param>
    /// <param name="list">The user's list of the baseline.</param>
    /// <param name="generation">Which tables there are.</param>
    /// <param name="settings">Those that the tables were made with.</param>
    /// <param name="engine">Has the tables.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<UserRanking?> ReadAsync(
        string user,
        IReadOnlyList<UserView.Place> list,
        Generation generation,
        Settings settings,
        IEngine engine,
        CancellationToken cancellation
    )
    {
        var rows = generation.Tables.ToDictionary(table => table.Id, table => table.RowCount);
        if (list.Count == 0 || rows.GetValueOrDefault(RankerTables.Trees.Id) == 0)
            return null;
        var (uses, most) = (rows.GetValueOrDefault("engagement"), settings.Engine.MostEventsInMemory);
        if (uses > most)
            return Without($"the {uses:N0} rows of engagement are more than the {most:N0} that engine.memory_mb has room for");
        try
        {
            return await OfAsync(user, list, new ModelContext(settings, engine, new RunMemory()), cancellation);
        }
        catch (EngineException error)
        {
            return Without(error.Message.Split('\n')[0]);
        }
    }

    /// <summary>Measures the features again, as they were when the list was made.</summary>
    internal static async Task<UserRanking?> OfAsync(
        string user,
        IReadOnlyList<UserView.Place> list,
        ModelContext context,
        CancellationToken cancellation
    )
    {
        if (await RankerTables.ReadAsync(context, cancellation) is not { } ranker)
            return null;
        var world = await World.OfAsync(context, cancellation);
        var maker = world.Maker(ranker);
        var number = world.Users.Ids.Find(Encoding.UTF8.GetBytes(user));
        if (!maker.IsRanked(number))
        {
            var least = Math.Max(ranker.MinHistory, context.Settings.Blend.MinHistory);
            return Without($"the blend orders this user's list, for users with fewer than {least} items in their history are not re-ranked");
        }

        var candidates = maker.Features(number);
        var places = candidates.Items.Index().ToDictionary(place => Encoding.UTF8.GetString(world.Items.Ids[place.Item]), place => place.Index);
        if (!list.All(place => places.ContainsKey(place.ItemId)))
            return Without(OfAnotherVersion);
        int[][] values = [.. list.Select(place => candidates.Row(places[place.ItemId]).ToArray())];
        var ratings = new long[list.Count];
        ranker.Scorer.Score(values.SelectMany(row => row).ToArray(), ratings);
        if (!ratings.Zip(list).OrderBy(place => place.Second.Rank).Select(place => place.First).SequenceEqual(ratings.OrderDescending()))
            return Without(OfAnotherVersion);
        var moves = new FeatureMoves(values, [.. values.Select(row => ranker.Forest.Contributions(row))], context.Settings.ItemItem);
        return new UserRanking(
            Obstacle: null,
            ranker.Forest.Trees.Sum(tree => (long)tree[0].Value),
            [
                .. list.Select(
                    (place, index) => new Place(place.Rank, place.ItemId, ratings[index], moves.Up(index), moves.Down(index), moves.Of(index))
                ),
            ]
        );
    }

    // The ratings do not give the order of the list.
    private const string OfAnotherVersion =
        "this version of the program rates the items otherwise than the one that made the list: run the day again";

    private static UserRanking Without(string obstacle) => new(obstacle, Base: 0, Places: []);

    /// <summary>How features moved the items of a list.</summary>
    private sealed class FeatureMoves(int[][] values, long[][] contributions, ItemItemSettings pairs)
    {
        public Move? Up(int place) => Most(place, sign: 1);

        public Move? Down(int place) => Most(place, sign: -1);

        public IReadOnlyList<Share> Of(int place) =>
            [.. Feature.All.Select((feature, number) => new Share(feature.Name, values[place][number], contributions[place][number]))];

        /// <summary>The group that moved an item most in a direction; null where none moved it far.</summary>
        private Move? Most(int place, int sign)
        {
            // The list's length times as much as against the mean, which need not be whole.
            long Moved(int feature) => sign * ((values.Length * contributions[place][feature]) - contributions.Sum(row => row[feature]));
            // What is known of the user is the same for all items: it moves them by what else is known of them, and gives no reason.
            var group = Feature
                .All.Index()
                .Where(feature => feature.Item.Group != FeatureGroup.User)
                .GroupBy(feature => feature.Item.Group, feature => feature.Index)
                .MaxBy(group => group.Sum(Moved))!;
            var moved = group.Sum(Moved);
            if (moved < (long)values.Length * LeastMove)
                return null;
            var most = group.MaxBy(Moved);
            // Beside the items that the feature moved less that way: beside all, one item far off would make the others alike.
            var others = values.Where((_, other) => sign * contributions[other][most] < sign * contributions[place][most]).ToArray();
            var side = Math.Sign(((long)others.Length * values[place][most]) - others.Sum(row => (long)row[most]));
            return new Move(
                RankerTables.NameOf(group.Key),
                sign * (double)moved / values.Length / Forest.UnitsPerLogarithm,
                Feature.All[most].Name,
                FeatureWords.Of(Feature.All[most], side, pairs)
            );
        }
    }
}
