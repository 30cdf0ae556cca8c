namespace SparkReco.LocalPersonalize.Training;

/// <summary>What users with a feature in common use more than others do: first uses by feature and item, for users of whom nothing else is known.</summary>
internal sealed class UserGroups
{
    // How many first uses it takes for a group to count as much as everybody.
    private const float Prior = 50;
    private const int MostGroups = 200;
    private readonly Dictionary<string, float[]> _groups = [];
    private readonly Dictionary<string, float> _totals = [];
    private float[] _all;
    private float _total;

    /// <summary>The most frequent features of the users become groups.</summary>
    public UserGroups(IReadOnlyList<UserFacts> users, int items)
    {
        _all = new float[items];
        var features = users.SelectMany(user => user.Features).CountBy(feature => feature);
        foreach (
            var (feature, _) in features
                .OrderByDescending(feature => feature.Value)
                .ThenBy(feature => feature.Key, StringComparer.Ordinal)
                .Take(MostGroups)
        )
            (_groups[feature], _totals[feature]) = (new float[items], 0);
    }

    private UserGroups() => _all = [];

    /// <summary>Adds a user's first use of an item.</summary>
    public void Add(UserFacts user, int item, float weight)
    {
        _all[item] += weight;
        _total += weight;
        foreach (var feature in user.Features)
        {
            if (!_groups.TryGetValue(feature, out var counts))
                continue;
            counts[item] += weight;
            _totals[feature] += weight;
        }
    }

    /// <summary>Adds to each item the logarithm of how much more likely it is in the user's groups than anywhere, each group drawn towards everybody.</summary>
    public void AddLifts(IReadOnlyList<string> features, Span<float> lifts)
    {
        foreach (var feature in features)
        {
            if (!_groups.TryGetValue(feature, out var counts))
                continue;
            var total = _totals[feature] + Prior;
            for (var item = 0; item < counts.Length; item++)
            {
                var share = (_all[item] + 1) / (_total + counts.Length);
                lifts[item] += MathF.Log((counts[item] + Prior * share) / (total * share));
            }
        }
    }

    /// <summary>Adds an item that nobody used.</summary>
    public void AddItem()
    {
        Array.Resize(ref _all, _all.Length + 1);
        foreach (var (feature, counts) in _groups)
            _groups[feature] = [.. counts, 0];
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(_total);
        writer.WriteFloats(_all);
        writer.Write(_groups.Count);
        foreach (var (feature, counts) in _groups)
        {
            writer.Write(feature);
            writer.Write(_totals[feature]);
            writer.WriteFloats(counts);
        }
    }

    public static UserGroups Load(BinaryReader reader)
    {
        var groups = new UserGroups { _total = reader.ReadSingle(), _all = reader.ReadFloats() };
        for (var left = reader.ReadInt32(); left > 0; left--)
        {
            var feature = reader.ReadString();
            groups._totals.Add(feature, reader.ReadSingle());
            groups._groups.Add(feature, reader.ReadFloats());
        }

        return groups;
    }
}
