using System.Runtime.InteropServices;
using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Kernels;

/// <summary>The parts of the blend, in the order in which they give the reason of a recommendation.</summary>
internal enum Part
{
    ItemItem,
    Category,
    Popularity,
    Preference,
    Recency,
}

/// <summary>A place in a list: the item, its score relative to the first place's, and the part of the blend that gave most.</summary>
internal readonly record struct Recommended(int Item, double Score, Part Reason);

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
    CandidateLists lists,
    Preferences preferences,
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
    private readonly List<int> _categories = [];
    private readonly List<Candidate> _candidates = [];
    private readonly List<long> _parts = [];
    private readonly List<long> _totals = [];
    private readonly List<Recommended> _recommended = [];

    /// <summary>The user's list, the best first. It is gone with the next list.</summary>
    public IReadOnlyList<Recommended> Make(int user)
    {
        var length = histories.Length(user);
        var isWarm = length >= _blend.MinHistory;
        var popular = isWarm ? lists.All : lists.ByTier[users.TierOf(user)];
        _list++;
        _candidates.Clear();
        _recommended.Clear();
        foreach (var use in usage.Of(user))
            _consumed[use.Item] = _list;
        WeighCategories(user, length);
        if (isWarm)
            AddSimilar(user, length);
        AddPlaces(popular);
        if (length == 0)
            AddPlaces(lists.Begun);
        if (isWarm)
            AddPlaces(lists.New);
        foreach (var category in _categories)
            AddPlaces(lists.ByCategory[category]);
        Rank(user, hasHistory: length > 0, isWarm, popular);
        foreach (var category in _categories)
            _categoryWeights[category] = 0;
        _categories.Clear();
        return _recommended;
    }

    /// <summary>The categories of the user's latest items; each item counts by how near it is to the user's last use.</summary>
    private void WeighCategories(int user, int length)
    {
        var uses = usage.Of(user)[..Math.Min(length, settings.ItemItem.SeedSize)];
        foreach (var use in uses)
        {
            var category = items.CategoryOf(use.Item);
            if (category < 0)
                continue;
            if (!_categories.Contains(category))
                _categories.Add(category);
            _categoryWeights[category] += Curves.Recency(uses[0].LastMs - use.LastMs, _stepMs);
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
            AddCandidate(item, similarity);
    }

    /// <summary>The first items of a list that the user has not had.</summary>
    private void AddPlaces(PlaceList list)
    {
        var left = _blend.ListSize;
        for (var place = 0; place < list.Items.Length && left > 0; place++)
        {
            var item = list.Items[place];
            if (_consumed[item] == _list)
                continue;
            left--;
            if (_isCandidate[item] != _list)
                AddCandidate(item, similarity: 0);
        }
    }

    private void AddCandidate(int item, long similarity)
    {
        _isCandidate[item] = _list;
        _candidates.Add(new Candidate(item, similarity));
    }

    private void Rank(int user, bool hasHistory, bool isWarm, PlaceList popular)
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

        for (var index = 0; index < _candidates.Count; index++)
        {
            var item = _candidates[index].Item;
            var share = topTotal == 0 ? 0 : (long)Math.Floor(_totals[index] * 1e4 / topTotal);
            var rating = (400 * Curves.BinaryLogarithm(share + 100)) + (isWarm ? _blend.ItemState * lists.States.States[item] : 0);
            _best.Add(new Rated(rating, _totals[index], popular.PlaceOf(item), index));
        }

        var best = _best.Take();
        foreach (var (rating, _, _, index) in best)
            _recommended.Add(
                new Recommended(_candidates[index].Item, Curves.Recency(best[0].Rating - rating, RatingPerStep) / 1e6, ReasonOf(PartsOf(index)))
            );
    }

    private Span<long> PartsOf(int index) => CollectionsMarshal.AsSpan(_parts).Slice(PartCount * index, PartCount);

    private void Measure(int user, Candidate candidate, bool hasHistory, bool isWarm, PlaceList popular, Span<long> parts)
    {
        var item = candidate.Item;
        var category = items.CategoryOf(item);
        parts[(int)Part.ItemItem] = candidate.Similarity;
        parts[(int)Part.Category] =
            !hasHistory ? lists.Begun.ScoreOf(item)
            : category < 0 ? 0
            : (long)Math.Floor((double)_categoryWeights[category] * lists.ByCategory[category].ScoreOf(item) / 1e6);
        parts[(int)Part.Popularity] = popular.ScoreOf(item);
        parts[(int)Part.Preference] = isWarm ? preferences.Of(user, items.ContentTypeOf(item), category) : 0;
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
