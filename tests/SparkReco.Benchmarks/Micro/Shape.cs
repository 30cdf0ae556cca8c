using SparkReco.Benchmarks.Data;

namespace SparkReco.Benchmarks.Micro;

/// <summary>
/// Who used what, as one kind of data has it: users of so many items each (log-normal), items by Zipf, and blocks of users who have to do with a
/// part of the items only.
/// </summary>
internal sealed record Shape(string Name, int UserCount, int ItemCount, double MeanItems, double Sigma, int Blocks)
{
    /// <summary>As films are rated: every twentieth film by every user.</summary>
    public const string Dense = "dense";

    /// <summary>As the students of the Open University use the sites of their modules.</summary>
    public const string Oulad = "OULAD-like";

    /// <summary>As people go to places of their region: every thousandth place by every person.</summary>
    public const string Sparse = "sparse";

    public static IReadOnlyList<Shape> All { get; } =
    [new(Dense, 6_040, 3_706, 165, 0.9, 1), new(Oulad, 26_074, 6_268, 75, 0.72, 6), new(Sparse, 30_000, 40_000, 40, 0.9, 3)];

    /// <summary>The items of each user, each item once, in the order of their use.</summary>
    public int[][] Draw()
    {
        var random = new Random(1);
        var size = ItemCount / Blocks;
        var weights = Weighted.Zipf(size, 0.7).ToArray();
        random.Shuffle(weights);
        var popularity = new Weighted(weights);
        var median = MeanItems / Math.Exp(Sigma * Sigma / 2);
        return
        [
            .. Enumerable
                .Range(0, UserCount)
                .Select(user =>
                {
                    var count = Math.Clamp((int)Normal.Log(random, median, Sigma), 1, size / 2);
                    var items = new HashSet<int>();
                    while (items.Count < count)
                        items.Add((user % Blocks * size) + popularity.Draw(random));
                    return items.ToArray();
                }),
        ];
    }

    /// <summary>Sums of pairs to make, each of an item with each of a user's, and the different ordered pairs among them.</summary>
    public static (long Additions, long Pairs) Count(int[][] uses, int itemCount)
    {
        var usersOf = new List<int>[itemCount];
        for (var user = 0; user < uses.Length; user++)
        {
            foreach (var item in uses[user])
                (usersOf[item] ??= []).Add(user);
        }

        var (seenWith, pairs) = (new int[itemCount], 0L);
        for (var item = 0; item < itemCount; item++)
        {
            foreach (var other in (usersOf[item] ?? []).SelectMany(user => uses[user]).Where(other => other != item && seenWith[other] != item + 1))
            {
                seenWith[other] = item + 1;
                pairs++;
            }
        }

        return (uses.Sum(items => (long)items.Length * items.Length), pairs);
    }
}
