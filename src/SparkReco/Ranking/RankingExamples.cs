using System.Runtime.InteropServices;

namespace SparkReco.Ranking;

/// <summary>Lists of candidates of users at some date, of which some were used later: what a ranker learns from. Takes some 130 bytes a candidate.</summary>
public sealed class RankingExamples
{
    private readonly List<int> _rows = [];
    private readonly List<bool> _labels = [];
    private readonly List<int> _lengths = [];
    private int _open;

    /// <summary>The features, candidate by candidate.</summary>
    public ReadOnlySpan<int> Rows => CollectionsMarshal.AsSpan(_rows);

    /// <summary>Whether each candidate was used.</summary>
    public IReadOnlyList<bool> Labels => _labels;

    /// <summary>How many candidates each list has.</summary>
    public IReadOnlyList<int> Lengths => _lengths;

    /// <summary>Adds a candidate to the list that is being made.</summary>
    public void Add(ReadOnlySpan<int> features, bool isUsed)
    {
        _rows.AddRange(features);
        _labels.Add(isUsed);
        _open++;
    }

    /// <summary>Ends the list that is being made.</summary>
    public void EndList()
    {
        if (_open > 0)
            _lengths.Add(_open);
        _open = 0;
    }

    /// <summary>One list of so many.</summary>
    public RankingExamples OneOf(int parts)
    {
        var some = new RankingExamples();
        var (start, width) = (0, Feature.All.Count);
        foreach (var (list, length) in _lengths.Index())
        {
            for (var row = start; row < start + length && list % parts == 0; row++)
                some.Add(Rows.Slice(row * width, width), _labels[row]);
            some.EndList();
            start += length;
        }

        return some;
    }

    /// <summary>Adds all lists of others.</summary>
    public void Add(RankingExamples others)
    {
        _rows.AddRange(others.Rows);
        _labels.AddRange(others._labels);
        _lengths.AddRange(others._lengths);
    }
}
