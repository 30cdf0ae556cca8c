using System.Buffers.Binary;
using System.Security.Cryptography;
using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Kernels;
using SparkReco.Metrics;
using SparkReco.Models;

namespace SparkReco.ListSets;

/// <summary>Measures sets of lists in one pass over the users: each by itself, and each pair side by side.</summary>
internal sealed class ListMeter
{
    private const int UsersPerBlock = 512;

    private static readonly IReadOnlyDictionary<string, Func<Agreements.Measures, double>> OfPairs = new Dictionary<
        string,
        Func<Agreements.Measures, double>
    >
    {
        ["overlap"] = measures => measures.Overlap,
        ["jaccard"] = measures => measures.Jaccard,
        ["rbo"] = measures => measures.Rbo,
        ["kendall"] = measures => measures.Kendall,
        ["footrule"] = measures => measures.Footrule,
    };

    private static readonly IReadOnlyDictionary<string, Func<Qualities.Measures, double>> OfLists = new Dictionary<
        string,
        Func<Qualities.Measures, double>
    >
    {
        ["hit_rate"] = measures => measures.HitRate,
        ["precision"] = measures => measures.Precision,
        ["recall"] = measures => measures.Recall,
        ["ndcg"] = measures => measures.Ndcg,
        ["map"] = measures => measures.AveragePrecision,
        ["mrr"] = measures => measures.ReciprocalRank,
        ["watch_minutes"] = measures => measures.WatchSeconds,
    };

    private readonly IReadOnlyList<ListSet> _sets;
    private readonly TruthSet? _truth;
    private readonly Ids _ids;
    private readonly Settings _settings;
    private readonly (int Reference, int System)[] _pairs;
    private readonly int[] _cutoffs;
    private readonly int _mainCutoff;
    private readonly Metric[] _pairMetrics = [.. MetricList.OfPairs];
    private readonly Func<Agreements.Measures, double>[] _pairValues;
    private readonly Metric[] _listMetrics;
    private readonly Func<Qualities.Measures, double>[] _listValues;

    /// <param name="sets">The sets.</param>
    /// <param name="truth">What users did later; null where that is not known.</param>
    /// <param name="ids">The numbers of users and items.</param>
    /// <param name="settings">The list lengths, rising, and the persistence of rank-biased overlap.</param>
    public ListMeter(IReadOnlyList<ListSet> sets, TruthSet? truth, Ids ids, Settings settings)
    {
        (_sets, _truth, _ids, _settings) = (sets, truth, ids, settings);
        _pairs = [.. PairsOf(sets.Count)];
        _cutoffs = [.. settings.Evaluation.Cutoffs];
        _mainCutoff = Array.IndexOf(_cutoffs, settings.Evaluation.MainCutoff);
        _pairValues = [.. _pairMetrics.Select(metric => OfPairs[metric.Name])];
        _listMetrics =
        [
            .. MetricList.PerUser.Where(metric =>
                OfLists.ContainsKey(metric.Name) && (metric.Name != "watch_minutes" || truth is { HasSeconds: true })
            ),
        ];
        _listValues = [.. _listMetrics.Select(metric => OfLists[metric.Name])];
    }

    /// <summary>Each two of so many sets, the pairs with the first set in front.</summary>
    public static IEnumerable<(int Reference, int System)> PairsOf(int count) =>
        from reference in Enumerable.Range(0, count)
        from system in Enumerable.Range(reference + 1, count - reference - 1)
        select (reference, system);

    /// <summary>Sums over all users.</summary>
    /// <param name="names">The names of the sets.</param>
    /// <param name="cancellation">Ends it.</param>
    public ListSums Sum(IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var workers = new List<Worker>();
        Workers.ForEach(
            (_ids.Users.Count + UsersPerBlock - 1) / UsersPerBlock,
            _settings.Engine.ThreadCount,
            () =>
            {
                var worker = new Worker(this);
                lock (workers)
                    workers.Add(worker);
                return worker;
            },
            (worker, block) =>
            {
                for (var user = block * UsersPerBlock; user < Math.Min(_ids.Users.Count, (block + 1) * UsersPerBlock); user++)
                    worker.Add(user);
            },
            cancellation
        );
        var all = new Worker(this);
        foreach (var worker in workers)
            all.Add(worker);
        return all.Result(names);
    }

    /// <summary>The first items of a user's list, as many as headlines speak of.</summary>
    private ReadOnlySpan<int> First(int set, int user)
    {
        var list = _sets[set].Of(user);
        return list[..Math.Min(list.Length, _cutoffs[_mainCutoff])];
    }

    /// <summary>The bucket of a user, as <c>user_segments.sql</c> has it: the first 60 bits of the id's MD5, modulo the buckets.</summary>
    internal static int BucketOf(ReadOnlySpan<byte> userId)
    {
        Span<byte> hash = stackalloc byte[MD5.HashSizeInBytes];
#pragma warning disable CA5351 // Users are spread by it, as in the SQL; nothing is kept secret.
        MD5.HashData(userId, hash);
#pragma warning restore CA5351
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(hash) >> 4) & (Bootstrap.Buckets - 1);
    }

    /// <summary>The sums of one thread. All are of whole numbers, so that their order does not matter.</summary>
    private sealed class Worker
    {
        private readonly ListMeter _meter;
        private readonly Agreements _agreements;
        private readonly Qualities _qualities;
        private readonly Agreements.Measures[] _alike;
        private readonly Qualities.Measures[][] _good;

        // By pair or system, list length and metric; the last metric is the number of users. Then by bucket.
        private readonly long[][] _pairs;
        private readonly long[][] _systems;

        // By pair, list length and metric: users gained, then lost.
        private readonly long[] _wins;
        private readonly long[] _overlaps;
        private readonly long[] _lengthProducts;
        private readonly Moves _moves;
        private readonly HitShares _hits;

        public Worker(ListMeter meter)
        {
            _meter = meter;
            var (sets, cutoffs, items) = (meter._sets.Count, meter._cutoffs.Length, meter._ids.Items.Count);
            _agreements = new Agreements(items, meter._cutoffs, meter._settings.Comparison.RboPersistence);
            _qualities = new Qualities(items, meter._cutoffs);
            _moves = new Moves(items);
            _hits = new HitShares(items);
            _alike = new Agreements.Measures[cutoffs];
            _good = [.. Enumerable.Range(0, sets).Select(_ => new Qualities.Measures[cutoffs])];
            _pairs = Rows(meter._pairs.Length * cutoffs * (meter._pairMetrics.Length + 1));
            _systems = Rows(sets * cutoffs * (meter._listMetrics.Length + 1));
            _wins = new long[meter._pairs.Length * cutoffs * meter._listMetrics.Length * 2];
            _overlaps = new long[meter._cutoffs[meter._mainCutoff] + 1];
            _lengthProducts = new long[cutoffs];
        }

        private static long[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => new long[Bootstrap.Buckets])];

        public void Add(int user)
        {
            var bucket = -1;
            var hasList = false;
            for (var pair = 0; pair < _meter._pairs.Length; pair++)
            {
                var reference = _meter._sets[_meter._pairs[pair].Reference].Of(user);
                var system = _meter._sets[_meter._pairs[pair].System].Of(user);
                hasList |= reference.Length > 0 || system.Length > 0;
                if (reference.Length == 0 || system.Length == 0)
                    continue;
                bucket = bucket < 0 ? BucketOf(_meter._ids.Users[user]) : bucket;
                _agreements.Measure(reference, system, _alike);
                AddPair(pair, bucket);
                if (pair == 0)
                {
                    _overlaps[_alike[_meter._mainCutoff].CommonCount]++;
                    for (var cutoff = 0; cutoff < _alike.Length; cutoff++)
                        _lengthProducts[cutoff] += (long)_alike[cutoff].ReferenceCount * _alike[cutoff].SystemCount;
                    _moves.Add(reference, system);
                }
            }

            if (hasList && _meter._truth is { } truth && truth.ItemsOf(user).Length > 0)
                Judge(user, truth, bucket < 0 ? BucketOf(_meter._ids.Users[user]) : bucket);
        }

        private void AddPair(int pair, int bucket)
        {
            var metrics = _meter._pairMetrics;
            for (var cutoff = 0; cutoff < _alike.Length; cutoff++)
            {
                var row = ((pair * _alike.Length) + cutoff) * (metrics.Length + 1);
                for (var metric = 0; metric < metrics.Length; metric++)
                    _pairs[row + metric][bucket] += PartsPerBillion(_meter._pairValues[metric](_alike[cutoff]));
                _pairs[row + metrics.Length][bucket]++;
            }
        }

        private void Judge(int user, TruthSet truth, int bucket)
        {
            var metrics = _meter._listMetrics;
            var relevant = truth.ItemsOf(user);
            var seconds = truth.SecondsOf(user);
            for (var set = 0; set < _good.Length; set++)
                _qualities.Measure(_meter._sets[set].Of(user), relevant, seconds, _good[set]);
            _hits.Add(_meter.First(0, user), _meter.First(1, user), relevant, seconds);
            for (var cutoff = 0; cutoff < _alike.Length; cutoff++)
            {
                for (var metric = 0; metric < metrics.Length; metric++)
                {
                    var value = _meter._listValues[metric];
                    for (var set = 0; set < _good.Length; set++)
                    {
                        var system = value(_good[set][cutoff]);
                        var row = (((set * _alike.Length) + cutoff) * (metrics.Length + 1)) + metric;
                        _systems[row][bucket] += metrics[metric].ColumnType == ColumnType.Double ? PartsPerBillion(system) : (long)system;
                    }

                    for (var pair = 0; pair < _meter._pairs.Length; pair++)
                    {
                        var (reference, system) = (
                            value(_good[_meter._pairs[pair].Reference][cutoff]),
                            value(_good[_meter._pairs[pair].System][cutoff])
                        );
                        if (system != reference)
                            _wins[WinsOf(pair, cutoff, metric) + (system > reference ? 0 : 1)]++;
                    }
                }

                for (var set = 0; set < _good.Length; set++)
                    _systems[(((set * _alike.Length) + cutoff) * (metrics.Length + 1)) + metrics.Length][bucket]++;
            }
        }

        public void Add(Worker other)
        {
            foreach (var (ours, theirs) in _pairs.Zip(other._pairs).Concat(_systems.Zip(other._systems)))
                Add(ours, theirs);
            Add(_wins, other._wins);
            Add(_overlaps, other._overlaps);
            Add(_lengthProducts, other._lengthProducts);
            _moves.Add(other._moves);
            _hits.Add(other._hits);
        }

        public ListSums Result(IReadOnlyList<string> names)
        {
            string[] pairs = [.. _meter._pairs.Select(pair => $"{new SystemPair(names[pair.Reference], names[pair.System])}")];
            return new ListSums(
                Sums(names, _systems, _meter._listMetrics),
                Sums(pairs, _pairs, _meter._pairMetrics),
                (
                    from pair in pairs.Index()
                    from cutoff in _meter._cutoffs.Index()
                    from metric in _meter._listMetrics.Index()
                    let place = WinsOf(pair.Index, cutoff.Index, metric.Index)
                    select (Key: (pair.Item, "all", cutoff.Item, metric.Item.Name), Wins: new UserWins(_wins[place], _wins[place + 1]))
                ).ToDictionary(entry => entry.Key, entry => entry.Wins),
                _overlaps,
                _lengthProducts,
                _moves,
                _hits
            );
        }

        private BucketSums Sums(IReadOnlyList<string> names, long[][] rows, Metric[] metrics)
        {
            var cells = new Dictionary<(string, string, int), BucketSums.Cell>();
            foreach (var (index, name) in names.Index())
            {
                foreach (var (cutoff, k) in _meter._cutoffs.Index())
                {
                    var row = ((index * _meter._cutoffs.Length) + cutoff) * (metrics.Length + 1);
                    var users = rows[row + metrics.Length];
                    if (users.Sum() > 0)
                        cells[(name, "all", k)] = new BucketSums.Cell(
                            Array.ConvertAll(users, count => (double)count),
                            [.. metrics.Select((metric, place) => Array.ConvertAll(rows[row + place], sum => sum * BucketSums.UnitOf(metric)))]
                        );
                }
            }

            return new BucketSums(metrics, cells);
        }

        private int WinsOf(int pair, int cutoff, int metric) => ((((pair * _alike.Length) + cutoff) * _meter._listMetrics.Length) + metric) * 2;

        private static void Add(long[] ours, long[] theirs)
        {
            for (var place = 0; place < ours.Length; place++)
                ours[place] += theirs[place];
        }

        private static long PartsPerBillion(double value) => (long)Math.Floor(value * 1e9);
    }
}
