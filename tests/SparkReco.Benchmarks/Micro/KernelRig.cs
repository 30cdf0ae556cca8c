using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Apache.Arrow;
using SparkReco.Adapters.DuckDb;
using SparkReco.Configuration;
using SparkReco.Kernels;
using SparkReco.Models;
using SparkReco.Ranking;
using SparkReco.Storage;
using Column = SparkReco.Models.Column;

namespace SparkReco.Benchmarks.Micro;

/// <summary>The kernels on the tables of a shape. All that the benchmarks know of the kernels' code is here.</summary>
internal sealed class KernelRig
{
    /// <summary>Lists are made for so many users at most.</summary>
    private const int MostLists = 5_000;

    /// <summary>The candidates of so many users are rated.</summary>
    private const int MostRated = 1_000;

    private const int TreeCount = 150;
    private const int LeafCount = 15;
    private const int DaysOfUse = 90;
    private const int RowsPerBatch = 8192;

    // Benchmarks run in one process, one after another, and share the tables.
    private static readonly ConcurrentDictionary<string, Lazy<KernelRig>> Rigs = new();

    private static readonly DateOnly RunDate = new(2026, 9, 1);

    /// <summary>Exact pairs of whole histories, a hundred neighbours for each item.</summary>
    private static readonly ItemItemSettings Exact = new()
    {
        Direction = PairDirection.Both,
        HalfLifeHours = 0,
        HistorySize = 1000,
        Neighbors = 100,
        MinSupport = 1,
    };

    private readonly Settings _settings;
    private readonly DuckDbEngine _engine;
    private readonly World _world;
    private readonly Histories _wholeHistories;
    private readonly ListMaker _maker;
    private readonly List<int> _candidates = [];
    private readonly ForestScorer _scorer;
    private readonly long[] _ratings;

    private KernelRig(Shape shape)
    {
        Shape = shape;
        Uses = shape.Draw();
        var scratch = Directory.CreateTempSubdirectory("sparkreco-benchmarks-").FullName;
        var place = Location.OfThisMachine(scratch);
        _settings = new Settings
        {
            BaseFolder = place,
            Lake = place,
            RunDate = RunDate,
            Inputs = null!,
        };
        var stores = new Stores(new LocalFileStore(TimeProvider.System), new Dictionary<string, Func<IFileStore>>());
        _engine = DuckDbEngine.Open(_settings.Engine, scratch, place, stores);
        LoadTables();
        _world = World.OfAsync(NewContext(), CancellationToken.None).GetAwaiter().GetResult();
        _wholeHistories = new Histories(_world.Usage, _world.Users.Count, _settings with { ItemItem = Exact });
        _maker = _world.Maker();
        MakeFeatures();
        _ratings = new long[CandidateCount];
        _scorer = new ForestScorer(DrawForest());
    }

    public Shape Shape { get; }

    public int[][] Uses { get; }

    public long UseCount => Uses.Sum(items => (long)items.Length);

    /// <summary>Each use is a click and a watch.</summary>
    public long EventCount => 2 * UseCount;

    public int CandidateCount => _candidates.Count / Feature.All.Count;

    public int ListCount => Math.Min(Shape.UserCount, MostLists);

    public static KernelRig Of(string shape) =>
        Rigs.GetOrAdd(shape, name => new Lazy<KernelRig>(() => new KernelRig(Shape.All.Single(one => one.Name == name)))).Value;

    /// <summary>Closes the engines, and deletes what they keep in folders.</summary>
    public static void CloseAll()
    {
        foreach (var rig in Rigs.Values)
            rig.Value._engine.DisposeAsync().AsTask().Wait();
        Rigs.Clear();
    }

    /// <summary>Reads users, items and events from the engine.</summary>
    public object ReadEvents() => World.EventsAsync(NewContext(), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Finds the neighbours of all items; or adds their pairs up alone, where nothing is similar enough.</summary>
    public object FindPairs(int threads, bool selects) =>
        Neighborhoods.Find(
            _wholeHistories,
            _world.Users.Count,
            _world.Items.Count,
            selects ? Exact : Exact with { MinSupport = int.MaxValue },
            threads,
            CancellationToken.None
        );

    /// <summary>Makes lists by the default settings; gives the number of their places.</summary>
    public int MakeLists()
    {
        var places = 0;
        for (var user = 0; user < ListCount; user++)
            places += _maker.Make(user).Count;
        return places;
    }

    /// <summary>Finds the candidates of some users with their features; gives their number.</summary>
    public int MakeFeatures()
    {
        _candidates.Clear();
        for (var user = 0; user < Math.Min(Shape.UserCount, MostRated); user++)
            _candidates.AddRange(_maker.Features(user).Rows);
        return CandidateCount;
    }

    /// <summary>Rates these candidates by trees as large as the ranker's.</summary>
    public long Rate()
    {
        _scorer.Score(CollectionsMarshal.AsSpan(_candidates), _ratings);
        return _ratings[0];
    }

    /// <summary>Trees that ask at each node for a feature by the value of a candidate, all by chance.</summary>
    private Forest DrawForest()
    {
        var random = new Random(1);
        return new Forest([.. Enumerable.Range(0, TreeCount).Select(_ => DrawTree())]);

        Node[] DrawTree()
        {
            List<Node> nodes = [Leaf()];
            while (nodes.Count < (2 * LeafCount) - 1)
            {
                var place = random.Next(nodes.Count);
                var feature = random.Next(Feature.All.Count);
                if (nodes[place].Feature >= 0)
                    continue;
                nodes[place] = new Node(
                    feature,
                    _candidates[(random.Next(CandidateCount) * Feature.All.Count) + feature],
                    nodes.Count,
                    nodes.Count + 1,
                    0
                );
                nodes.AddRange([Leaf(), Leaf()]);
            }

            return [.. nodes];
        }

        Node Leaf() => new(-1, 0, 0, 0, random.Next(-1000, 1000));
    }

    private ModelContext NewContext() => new(_settings, _engine, new RunMemory());

    private void LoadTables()
    {
        Load(
            "users",
            [Columns.UserId, Columns.Tier, Columns.IsEligible],
            Shape.UserCount,
            (rows, user) => rows.Add(UserId(user)).Add("free").Add(true)
        );
        Load(
            "items",
            [
                Columns.ItemId,
                Columns.ContentType,
                Columns.Format.OrNull(),
                Columns.Category,
                Columns.DurationSeconds,
                Columns.PublishedOn,
                Columns.IsAvailable,
            ],
            Shape.ItemCount,
            (rows, item) => rows.Add(ItemId(item)).Add("video").Add((string?)null).Add($"c{item % 40}").Add(600).Add(RunDate.AddDays(-400)).Add(true)
        );
        Load(
            "item_categories",
            [Columns.ItemId, Columns.Category, Columns.Position],
            Shape.ItemCount,
            (rows, item) => rows.Add(ItemId(item)).Add($"c{item % 40}").Add(1)
        );
        Load(
            "engagement",
            [Columns.UserId, Columns.ItemId, Columns.Score, Columns.FirstAtMs, Columns.LastAtMs],
            Shape.UserCount,
            (rows, user) => AddUses(user, (item, atMs) => rows.Add(UserId(user)).Add(ItemId(item)).Add(1_000_000).Add(atMs).Add(atMs))
        );
        Load(
            "interactions",
            [Columns.UserId, Columns.ItemId, Columns.EventType, Columns.OccurredAtMs, Columns.EventCount, Columns.WatchSeconds],
            Shape.UserCount,
            (rows, user) =>
                AddUses(
                    user,
                    (item, atMs) =>
                    {
                        rows.Add(UserId(user)).Add(ItemId(item)).Add("click").Add(atMs).Add(1).Add(default(long?));
                        rows.Add(UserId(user)).Add(ItemId(item)).Add("watch").Add(atMs).Add(1).Add(60);
                    }
                )
        );
    }

    private void AddUses(int user, Action<int, long> add)
    {
        var startMs = UnixDay.Start(RunDate.AddDays(-DaysOfUse));
        var items = Uses[user];
        for (var place = 0; place < items.Length; place++)
            add(items[place], startMs + ((place + 1L) * DaysOfUse * UnixDay.Milliseconds / (items.Length + 1)));
    }

    private void Load(string table, IReadOnlyList<Column> columns, int count, Action<BatchBuilder, int> add)
    {
        _engine.LoadAsync(table, columns, Batches().ToAsyncEnumerable(), CancellationToken.None).Wait();

        IEnumerable<RecordBatch> Batches()
        {
            var rows = new BatchBuilder(columns);
            for (var number = 0; number < count; number++)
            {
                add(rows, number);
                if (rows.RowCount >= RowsPerBatch)
                    yield return rows.Build();
            }

            yield return rows.Build();
        }
    }

    private static string UserId(int user) => $"u{user:000000}";

    private static string ItemId(int item) => $"i{item:000000}";
}
