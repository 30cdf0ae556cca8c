using System.Runtime.CompilerServices;
using System.Text;
using Apache.Arrow;
using SparkReco.Models;
using SparkReco.Ranking;

namespace SparkReco.Kernels;

/// <summary>
/// The tables of the baseline, made in C# in the place of their models' SQL: the same rows, at a fraction of the cost. The SQL is the definition.
/// </summary>
internal static class BaselineKernels
{
    private const int RowsPerBatch = 8192;

    /// <summary>The tables that the kernels read.</summary>
    public static IReadOnlyList<string> Reads { get; } = ["users", "items", "item_categories", "engagement"];

    /// <summary>The rows of <c>item_popularity</c>.</summary>
    public static async IAsyncEnumerable<RecordBatch> PopularityAsync(ModelContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var world = await World.OfAsync(context, cancellation);
        var rows = new BatchBuilder(Models.Baseline.ItemPopularity.Model.Columns);
        var lists = world.Lists;
        var segments = Segments("content_type", lists.ByContentType, world.Items.ContentTypes)
            .Concat(Segments("category", lists.Popular, world.Items.Categories))
            .Select(segment => (segment.Name, segment.List, lists.Users))
            .Concat(
                Segments("tier", lists.ByTier, world.Users.Tiers).Select((segment, tier) => (segment.Name, segment.List, lists.UsersByTier[tier]))
            )
            .Prepend(("all", lists.All, lists.Users));
        foreach (var (name, list, users) in segments)
        {
            var segment = Encoding.UTF8.GetBytes(name);
            for (var place = 0; place < list.Items.Length; place++)
            {
                var item = list.Items[place];
                rows.Add(segment).Add(place + 1).Add(world.Items.Ids[item]).Add(list.ScoreOf(item)).Add(users[item]);
                if (rows.RowCount == RowsPerBatch)
                    yield return rows.Build();
            }
        }

        yield return rows.Build();

        static IEnumerable<(string Name, PlaceList List)> Segments(string property, IReadOnlyList<PlaceList> groups, IdIndex names) =>
            groups.Select((list, group) => ($"{property}={Encoding.UTF8.GetString(names[group])}", list));
    }

    /// <summary>The rows of <c>item_neighbors</c>.</summary>
    public static async IAsyncEnumerable<RecordBatch> NeighborsAsync(ModelContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var world = await World.OfAsync(context, cancellation);
        var rows = new BatchBuilder(Models.Baseline.ItemNeighbors.Model.Columns);
        for (var item = 0; item < world.Items.Count; item++)
        {
            var rank = 0;
            foreach (var neighbor in world.Neighbors[item])
                rows.Add(world.Items.Ids[item]).Add(++rank).Add(world.Items.Ids[neighbor.Item]).Add(neighbor.Similarity).Add(neighbor.Support);
            if (rows.RowCount >= RowsPerBatch)
                yield return rows.Build();
        }

        yield return rows.Build();
    }

    /// <summary>The rows of <c>recommendations</c> of the baseline.</summary>
    public static async IAsyncEnumerable<RecordBatch> ListsAsync(ModelContext context, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var world = await World.OfAsync(context, cancellation);
        var ranker = await RankerTables.ReadAsync(context, cancellation);
        // Made before threads ask for them, so that none waits for another that makes them.
        _ = (world.Preferences, ranker is null ? null : world.OtherNeighbors);
        var columns = Models.Baseline.Recommendations.Model.Columns;
        string[] parts = ["item_item", "category", "popularity", "preference", "recency"];
        byte[][] reasons = [.. parts.Select(Encoding.UTF8.GetBytes)];
        byte[][] proposers =
        [
            .. Enumerable
                .Range(0, 1 << parts.Length)
                .Select(bits => Encoding.UTF8.GetBytes(string.Join(',', parts.Where((_, part) => (bits >> part & 1) == 1)))),
        ];
        await foreach (
            var batch in ForEligibleAsync(
                world,
                () => (Maker: world.Maker(ranker), Rows: new BatchBuilder(columns)),
                (worker, user) =>
                {
                    var rank = 0;
                    foreach (var place in worker.Maker.Make(user))
                        worker
                            .Rows.Add(world.Users.Ids[user])
                            .Add(++rank)
                            .Add(world.Items.Ids[place.Item])
                            .Add(place.Score)
                            .Add(reasons[(int)place.Reason])
                            .Add(proposers[place.Proposers]);
                },
                worker => worker.Rows.Build(),
                cancellation
            )
        )
            yield return batch;
    }

    /// <summary>The rows of <c>popularity_list</c>.</summary>
    public static IAsyncEnumerable<RecordBatch> PopularityListsAsync(ModelContext context, CancellationToken cancellation) =>
        PlainListsAsync(context, PlainLists.OfPopular, cancellation);

    /// <summary>The rows of <c>random_list</c>.</summary>
    public static IAsyncEnumerable<RecordBatch> RandomListsAsync(ModelContext context, CancellationToken cancellation) =>
        PlainListsAsync(context, world => PlainLists.OfRandom(world, context.Settings.Blend.ListSize), cancellation);

    private static async IAsyncEnumerable<RecordBatch> PlainListsAsync(
        ModelContext context,
        Func<World, PlainLists> make,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        var world = await World.OfAsync(context, cancellation);
        var size = context.Settings.Blend.ListSize;
        await foreach (
            var batch in ForEligibleAsync(
                world,
                () => (Lists: make(world), Rows: new BatchBuilder([Columns.UserId, Columns.Rank, Columns.ItemId])),
                (worker, user) =>
                {
                    var rank = 0;
                    foreach (var item in worker.Lists.Of(user).Take(size))
                        worker.Rows.Add(world.Users.Ids[user]).Add(++rank).Add(world.Items.Ids[item]);
                },
                worker => worker.Rows.Build(),
                cancellation
            )
        )
            yield return batch;
    }

    /// <summary>The rows of eligible users.</summary>
    private static IAsyncEnumerable<RecordBatch> ForEligibleAsync<T>(
        World world,
        Func<T> makeWorker,
        Action<T, int> addUser,
        Func<T, RecordBatch> build,
        CancellationToken cancellation
    ) =>
        UserBlocks.MakeAsync(
            world.Users.Count,
            world.Threads,
            makeWorker,
            (worker, user) =>
            {
                if (world.Users.IsEligible(user))
                    addUser(worker, user);
            },
            build,
            cancellation
        );
}
