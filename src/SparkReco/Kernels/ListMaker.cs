using System.Runtime.InteropServices;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ranking;

namespace SparkReco.Kernels;

/// <summary>The parts of the blend, in the order in which they give the reason of a recommendation. All but preference propose candidates.</summary>
internal enum Part
{
    ItemItem,
    Category,
    Popularity,
    Preference,
    Recency,
}

/// <summary>A place in a list.</summary>
/// <param name="Item">The item.</param>
/// <param name="Score">Its score, relative to the first place's.</param>
/// <param name="Reason">The part of the blend that gave most.</param>
/// <param name="Proposers">The parts that had it among their best: a bit for each, as <c>candidates.sql</c> has them.</param>
internal readonly record struct Recommended(int Item, double Score, Part Reason, int Proposers);

/// <summary>
/// Makes the lists of users, one at a time, as <c>similar_candidates.sql</c>, <c>candidates.sql</c> and <c>recommendations.sql</c> define them.
/// Each thread has a maker of its own; what they read, they share.
/// </summary>
internal sealed class ListMaker(
    Catalogue items,
    Audience users,
    Usage usage,
    Histories histories,
    Neighbor[][] neighbors,
    Func<Neighbor[][]> otherNeighbors,
    CandidateLists lists,
    Preferences preferences,
    Ranker? ranker,
    Settings settings
)
{
    private const int PartCount = 5;

    // Ratings are in 1/25,600 of a binary logarithm, recencies in 1/32.
    private const int RatingPerStep = 800;

    private readonly BlendSettings _blend = settings.Blend;
    private readonly long _stepMs = Curves.StepMs(settings.ItemItem.HalfLifeHours);
    private readonly long[] _weights =
    [
        settings.Blend.ItemItem,
        settings.Blend.Category,
        settings.Blend.Popularity,
        settings.Blend.Preference,
        settings.Blend.Recency,
    ];

    // Which user had or has an item, as the number of the user's list: no array needs to be cleared.
    private readonly int[] _consumed = new int[items.Count];
    private readonly int[] _isCandidate = new int[items.Count];
    private readonly byte[] _proposers = new byte[items.Count];
    private int _list;

    private readonly long[] _similarities = new long[items.Count];
    private readonly List<int> _similar = [];
    private readonly long[] _placeWeights =
    [
        .. Enumerable.Range(1, settings.ItemItem.SeedSize).Select(place => Curves.PlaceWeight(place, settings.ItemItem.SeedHalfLife)),
    ];
    private readonly TopSelector<Scored> _mostSimilar = new(4 * settings.Blend.ListSize);
    private readonly TopSelector<Rated> _best = new(settings.Blend.ListSize);
    private readonly long[] _categoryWeights = new long[items.Categories.Count];
    private readonly long[] _categoryItems = new long[items.Categories.Count];
    private readonly List<int> _categories = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<long> _parts = [];
    private readonly List<long> _totals = [];
    private readonly List<long> _ratings = [];
    private readonly List<Recommended> _recommended = [];
    private readonly CandidateFeatures _features = new(lists);
    private readonly int[] _supports = new int[items.Count];

    /// <summary>The user's list, the best first. It is gone with the next list.</summary>
    public IReadOnlyList<Recommended> Make(int user)
    {
        Propose(user);
        if (IsRanked(user))
        {
            MeasureFeatures(user);
            ranker!.Scorer.Score(_features.Rows, CollectionsMarshal.AsSpan(_ratings));
        }

        _recommended.Clear();
        var popular = PopularFor(user);
        for (var index = 0; index < _candidates.Count; index++)
            _best.Add(new Rated(_ratings[index], _totals[index], popular.PlaceOf(_candidates[index].Item), index));
        var best = _best.Take();
        foreach (var (rating, _, _, index) in best)
        {
            var item = _candidates[index].Item;
            var score = Curves.Recency(best[0].Rating - rating, RatingPerStep) / 1e6;
            _recommended.Add(new Recommended(item, score, ReasonOf(PartsOf(index)), _proposers[item]));
        }

        return _recommended;
    }

    /// <summary>Whether the user's history is long enough for a list by it.</summary>
    public bool IsWarm(int user) => histories.Length(user) >= _blend.MinHistory;

    /// <summary>Whether the ranker orders the user's candidates, and not the blend.</summary>
    public bool IsRanked(int user) => ranker is not null && IsWarm(user) && histories.Length(user) >= ranker.MinHistory;

    /// <summary>The candidates of a warm user with their features, by which the ranker orders them. They are gone with the next list.</summary>
    public CandidateFeatures Features(int user)
    {
        Propose(user);
        MeasureFeatures(user);
        return _features;
    }

    private PlaceList PopularFor(int user) => IsWarm(user) ? lists.All : lists.ByTier[users.TierOf(user)];

    /// <summary>Finds the user's candidates, and rates them by the blend.</summary>
    private void Propose(int user)
    {
        var length = histories.Length(user);
        var isWarm = IsWarm(user);
        var popular = PopularFor(user);
        _list++;
        _candidates.Clear();
        foreach (var use in usage.Of(user))
            _consumed[use.Item] = _list;
        WeighCategories(user, length);
        if (isWarm)
            AddSimilar(user, length);
        AddPlaces(popular, Part.Popularity);
        if (length == 0)
            AddPlaces(lists.Begun, Part.Category);
        if (isWarm)
            AddPlaces(lists.New, Part.Recency);
        foreach (var category in _categories)
            AddPlaces(lists.ByCategory[category], Part.Category);
        Rate(user, hasHistory: length > 0, isWarm, popular);
    }

    /// <summary>The categories of the user's latest items; each item counts by how near it is to the user's last use.</summary>
    private void WeighCategories(int user, int length)
    {
        foreach (var category in _categories)
            (_categoryWeights[category], _categoryItems[category]) = (0, 0);
        _categories.Clear();
        var uses = usage.Of(user)[..Math.Min(length, settings.ItemItem.SeedSize)];
        foreach (var use in uses)
        {
            var recency = Curves.Recency(uses[0].LastMs - use.LastMs, _stepMs);
            foreach (var category in items.CategoriesOf(use.Item))
            {
                if (_categoryItems[category]++ == 0)
                    _categories.Add(category);
                _categoryWeights[category] += recency;
            }
        }
    }

    private void AddSimilar(int user, int length)
    {
        var seeds = histories.Items.AsSpan(histories.Start(user), Math.Min(length, settings.ItemItem.SeedSize));
        for (var place = 0; place < seeds.Length; place++)
        {
            var weight = _placeWeights[place];
            foreach (var neighbor in neighbors[seeds[place]])
            {
                // Where a sum is 0 again, the item comes twice, which does no harm: it is offered with its sum, and then with 0.
                ref var similarity = ref _similarities[neighbor.Item];
                if (similarity == 0)
                    _similar.Add(neighbor.Item);
                similarity += (long)Math.Floor((double)neighbor.Similarity * weight / 1e6);
            }
        }

        foreach (var item in _similar)
        {
            if (_similarities[item] > 0 && _consumed[item] != _list && items.IsOffered(item))
                _mostSimilar.Add(new Scored(_similarities[item], item));
            _similarities[item] = 0;
        }

        _similar.Clear();
        foreach (var (similarity, item) in _mostSimilar.Take())
            AddCandidate(item, similarity, Part.ItemItem);
    }

    /// <summary>The first items of a list that the user has not had.</summary>
    private void AddPlaces(PlaceList list, Part proposer)
    {
        var left = _blend.ListSize;
        for (var place = 0; place < list.Items.Length && left > 0; place++)
        {
            var item = list.Items[place];
            if (_consumed[item] == _list)
                continue;
            left--;
            if (_isCandidate[item] != _list)
                AddCandidate(item, similarity: 0, proposer);
            else
                _proposers[item] |= BitOf(proposer);
        }
    }

    private void AddCandidate(int item, long similarity, Part proposer)
    {
        _isCandidate[item] = _list;
        _proposers[item] = BitOf(proposer);
        _candidates.Add(new Candidate(item, similarity));
    }

    private static byte BitOf(Part part) => (byte)(1 << (int)part);

    private void Rate(int user, bool hasHistory, bool isWarm, PlaceList popular)
    {
        Span<long> tops = stackalloc long[PartCount];
        CollectionsMarshal.SetCount(_parts, PartCount * _candidates.Count);
        for (var index = 0; index < _candidates.Count; index++)
        {
            var parts = PartsOf(index);
            Measure(user, _candidates[index], hasHistory, isWarm, popular, parts);
            for (var part = 0; part < PartCount; part++)
                tops[part] = Math.Max(tops[part], parts[part]);
        }

        var topTotal = 0L;
        _totals.Clear();
        for (var index = 0; index < _candidates.Count; index++)
        {
            Weigh(PartsOf(index), tops);
            _totals.Add(Sum(PartsOf(index)));
            topTotal = Math.Max(topTotal, _totals[index]);
        }

        _ratings.Clear();
        for (var index = 0; index < _candidates.Count; index++)
        {
            var share = topTotal == 0 ? 0 : (long)Math.Floor(_totals[index] * 1e4 / topTotal);
            var state = isWarm ? _blend.ItemState * lists.States.States[_candidates[index].Item] : 0;
            _ratings.Add((400 * Curves.BinaryLogarithm(share + 100)) + state);
        }
    }

    /// <summary>The features of all candidates, as <c>candidate_features.sql</c> defines them.</summary>
    private void MeasureFeatures(int user)
    {
        _features.Begin();
        var seeds = histories.Items.AsSpan(histories.Start(user), Math.Min(histories.Length(user), settings.ItemItem.SeedSize));
        AddOtherSimilarities(seeds);
        var tops = (Rating: long.MinValue, Similarity: 0L, Other: 0L, Category: 0L);
        for (var index = 0; index < _candidates.Count; index++)
        {
            var (item, similarity) = _candidates[index];
            tops = (
                Math.Max(tops.Rating, _ratings[index]),
                Math.Max(tops.Similarity, similarity),
                Math.Max(tops.Other, _similarities[item]),
                Math.Max(tops.Category, CategoryPart(item))
            );
        }

        var activity = ActivityOf(user);
        for (var index = 0; index < _candidates.Count; index++)
        {
            var (item, similarity) = _candidates[index];
            _features.Add(
                item,
                // Ratings are in 1/25,600 of a binary logarithm.
                blendGap: (tops.Rating - _ratings[index]) / RatingPerStep,
                similarityShare: Share(similarity, tops.Similarity),
                // Similar items stand first, in their order.
                similarityPlace: similarity > 0 ? index + 1 : CandidateFeatures.LastPlace,
                commonUsers: similarity > 0 ? _supports[item] : 0,
                otherShare: Share(_similarities[item], tops.Other),
                categoryShare: Share(CategoryPart(item), tops.Category),
                categoryWeight: BestOf(_categoryWeights, item),
                categoryItems: BestOf(_categoryItems, item),
                kindItems: KindItems(seeds, item),
                historyLength: seeds.Length,
                activity
            );
        }

        foreach (var item in _similar)
            (_similarities[item], _supports[item]) = (0, 0);
        _similar.Clear();
    }

    private Activity ActivityOf(int user)
    {
        var uses = usage.Of(user);
        var (period, runMs) = (lists.Counts.Period, UnixDay.Start(settings.RunDate));
        var (begun5, begun28) = (0, 0);
        foreach (var use in uses)
        {
            begun5 += runMs - use.FirstMs <= 5 * period ? 1 : 0;
            begun28 += runMs - use.FirstMs <= 28 * period ? 1 : 0;
        }

        // The latest use comes first.
        return new Activity((long)Math.Floor((runMs - uses[0].LastMs) * 16e0 / period), begun5, begun28);
    }

    private int KindItems(ReadOnlySpan<int> seeds, int item)
    {
        var (kind, count) = (items.KindOf(item), 0);
        foreach (var seed in seeds)
            count += items.KindOf(seed) == kind ? 1 : 0;
        return count;
    }

    /// <summary>Adds up the similarities by pairs of the other direction, and finds the users in common by those of this one.</summary>
    private void AddOtherSimilarities(ReadOnlySpan<int> seeds)
    {
        var others = otherNeighbors();
        for (var place = 0; place < seeds.Length; place++)
        {
            foreach (var neighbor in neighbors[seeds[place]])
            {
                _supports[neighbor.Item] = Math.Max(_supports[neighbor.Item], neighbor.Support);
                _similar.Add(neighbor.Item);
            }

            foreach (var neighbor in others[seeds[place]])
            {
                _similarities[neighbor.Item] += (long)Math.Floor((double)neighbor.Similarity * _placeWeights[place] / 1e6);
                _similar.Add(neighbor.Item);
            }
        }
    }

    private static long Share(long part, long top) => top == 0 ? 0 : (long)Math.Floor(part * 1e6 / top);

    /// <summary>How many of its category's users begin with the item now, by the weight of its best category among the user's latest items.</summary>
    private long CategoryPart(int item) => (long)Math.Floor((double)BestOf(_categoryWeights, item) * lists.States.CategoryScores[item] / 1e6);

    /// <summary>The greatest figure of the item's categories; 0 where it has none.</summary>
    private long BestOf(long[] ofCategories, int item)
    {
        var best = 0L;
        foreach (var category in items.CategoriesOf(item))
            best = Math.Max(best, ofCategories[category]);
        return best;
    }

    private Span<long> PartsOf(int index) => CollectionsMarshal.AsSpan(_parts).Slice(PartCount * index, PartCount);

    private void Measure(int user, Candidate candidate, bool hasHistory, bool isWarm, PlaceList popular, Span<long> parts)
    {
        var item = candidate.Item;
        parts[(int)Part.ItemItem] = candidate.Similarity;
        parts[(int)Part.Category] = hasHistory ? CategoryPart(item) : lists.Begun.ScoreOf(item);
        parts[(int)Part.Popularity] = popular.ScoreOf(item);
        parts[(int)Part.Preference] = isWarm ? preferences.Of(user, items.ContentTypeOf(item), items.CategoriesOf(item)) : 0;
        parts[(int)Part.Recency] = isWarm ? lists.New.ScoreOf(item) : 0;
    }

    private void Weigh(Span<long> parts, ReadOnlySpan<long> tops)
    {
        for (var part = 0; part < PartCount; part++)
            parts[part] = tops[part] == 0 || _weights[part] == 0 ? 0 : (long)Math.Floor(parts[part] * 1e6 / tops[part]) * _weights[part];
    }

    private static long Sum(ReadOnlySpan<long> parts)
    {
        var sum = 0L;
        foreach (var part in parts)
            sum += part;
        return sum;
    }

    /// <summary>The first of the parts that gave most; similarity and categories only where they gave something.</summary>
    private static Part ReasonOf(ReadOnlySpan<long> parts)
    {
        var most = Part.ItemItem;
        for (var part = Part.Category; part <= Part.Recency; part++)
        {
            if (parts[(int)part] > parts[(int)most] || (parts[(int)most] == 0 && most < Part.Popularity))
                most = part;
        }

        return most;
    }

    private readonly record struct Candidate(int Item, long Similarity);

    /// <summary>A candidate by its rating, then by what the parts gave, then by its place among the popular ones.</summary>
    private readonly record struct Rated(long Rating, long Total, int Place, int Index) : IComparable<Rated>
    {
        public int CompareTo(Rated other) =>
            Rating != other.Rating ? other.Rating.CompareTo(Rating)
            : Total != other.Total ? other.Total.CompareTo(Total)
            : Place.CompareTo(other.Place);
    }
}
