using System.Runtime.InteropServices;
using SparkReco.Ranking;

namespace SparkReco.Kernels;

/// <summary>How active a user is: the time since the last use, in sixteenths of a period, and the number of items begun within so many periods.</summary>
internal readonly record struct Activity(long Idle, int Begun5, int Begun28);

/// <summary>The features of a user's candidates, a row of <see cref="Feature.All"/> each, as <c>candidate_features.sql</c> defines them.</summary>
internal sealed class CandidateFeatures(CandidateLists lists)
{
    /// <summary>The place of what stands in no list, or far down.</summary>
    public const int LastPlace = 9999;

    private readonly List<int> _items = [];
    private readonly List<int> _rows = [];

    /// <summary>The candidates' items.</summary>
    public IReadOnlyList<int> Items => _items;

    /// <summary>The features, candidate by candidate.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>The features of a candidate.</summary>
    public ReadOnlySpan<int> Row(int index) => Rows.Slice(index * Feature.All.Count, Feature.All.Count);

    /// <summary>Forgets the candidates of another user.</summary>
    public void Begin()
    {
        _items.Clear();
        _rows.Clear();
    }

    public void Add(
        int item,
        long blendGap,
        long similarityShare,
        long similarityPlace,
        long commonUsers,
        long otherShare,
        long categoryShare,
        long categoryWeight,
        long categoryItems,
        long kindItems,
        long historyLength,
        Activity activity
    )
    {
        _items.Add(item);
        ReadOnlySpan<int> ofUser =
        [
            (int)blendGap,
            (int)similarityShare,
            (int)similarityPlace,
            (int)commonUsers,
            (int)otherShare,
            (int)categoryShare,
            (int)Math.Min(categoryWeight, int.MaxValue),
            (int)categoryItems,
            (int)kindItems,
            (int)historyLength,
            (int)activity.Idle,
            (int)activity.Begun5,
            (int)activity.Begun28,
        ];
        _rows.AddRange(ofUser);
        _rows.AddRange(lists.Features.Of(item));
    }
}
