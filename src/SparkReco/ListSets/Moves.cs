namespace SparkReco.ListSets;

/// <summary>Where items go from one list of a user to the other, as <c>rank_shifts</c> says it, counted over users with both.</summary>
internal sealed class Moves(int itemCount)
{
    private readonly int[] _places = new int[itemCount];
    private readonly int[] _referenceUsers = new int[itemCount];
    private readonly int[] _systemUsers = new int[itemCount];

    public long Entered { get; private set; }

    public long Left { get; private set; }

    public long Up { get; private set; }

    public long Down { get; private set; }

    public long Same { get; private set; }

    /// <summary>In how many of the reference's lists each item is.</summary>
    public IReadOnlyList<int> ReferenceUsers => _referenceUsers;

    /// <summary>In how many of the system's lists each item is.</summary>
    public IReadOnlyList<int> SystemUsers => _systemUsers;

    /// <summary>Counts a user's two lists.</summary>
    public void Add(ReadOnlySpan<int> reference, ReadOnlySpan<int> system)
    {
        for (var place = 0; place < reference.Length; place++)
        {
            _places[reference[place]] = place + 1;
            _referenceUsers[reference[place]]++;
        }

        var common = 0;
        for (var place = 0; place < system.Length; place++)
        {
            _systemUsers[system[place]]++;
            var before = _places[system[place]];
            if (before == 0)
            {
                Entered++;
                continue;
            }

            common++;
            if (before > place + 1)
                Up++;
            else if (before < place + 1)
                Down++;
            else
                Same++;
        }

        Left += reference.Length - common;
        foreach (var item in reference)
            _places[item] = 0;
    }

    /// <summary>Counts what another counted.</summary>
    public void Add(Moves other)
    {
        (Entered, Left, Up, Down, Same) = (Entered + other.Entered, Left + other.Left, Up + other.Up, Down + other.Down, Same + other.Same);
        for (var item = 0; item < _places.Length; item++)
        {
            _referenceUsers[item] += other._referenceUsers[item];
            _systemUsers[item] += other._systemUsers[item];
        }
    }
}
