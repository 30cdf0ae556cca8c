using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>All that was counted and learnt until a time, and what it says of each item for a user.</summary>
internal sealed class Evidence
{
    // The columns of a user's values; those of the items' features and of the own uses follow.
    private const int Near = 0;
    private const int Far = 1;
    private const int Liking = 2;
    private const int LogarithmOfLiking = 3;
    private const int Lift = 4;
    private const int Shares = 5;
    private const int OwnValues = 4;
    private const double Week = 7 * 86_400;
    private const double Day = 86_400;

    // So that zero has a logarithm: of chances, of the product of factors, of shares and of counts.
    private const float LittleChance = 0.0003f;
    private const float UnlikelyLogarithm = -8.11f; // just above that of the little chance, -8.112
    private const float LittleLiking = 0.02f;
    private const float LittleShare = 0.01f;
    private const float LittleCount = 0.1f;

    private readonly Transitions _transitions;
    private readonly float _scale;
    private readonly UserGroups _groups;
    private readonly Metadata _metadata;
    private readonly int _columns;
    private readonly int _lags;
    private readonly List<Kin> _kin;
    private ItemFactors _factors;

    /// <summary>Takes what was counted and learnt.</summary>
    /// <param name="states">How the items stand, from <see cref="ItemStates.At"/>.</param>
    /// <param name="transitions">What follows what.</param>
    /// <param name="scale">Of the transitions' counts.</param>
    /// <param name="groups">What groups of users use.</param>
    /// <param name="factors">The items' factors.</param>
    /// <param name="metadata">The items' features.</param>
    /// <param name="columns">How many of their columns are looked at.</param>
    /// <param name="lags">How many of the items used last are looked at.</param>
    /// <param name="kin">Of the items that nobody used; their states and factors are estimated here.</param>
    public Evidence(
        float[][] states,
        Transitions transitions,
        float scale,
        UserGroups groups,
        ItemFactors factors,
        Metadata metadata,
        int columns,
        int lags,
        IReadOnlyList<Kin> kin
    )
    {
        (States, _transitions, _scale, _groups, _factors) = (states, transitions, scale, groups, factors);
        (_metadata, _columns, _lags, _kin) = (metadata, columns, lags, [.. kin]);
        foreach (var item in kin)
            EstimateStates(item);
        _factors = factors.With(kin);
    }

    /// <summary>The values of items that are the same for all users, by kind.</summary>
    public float[][] States { get; }

    /// <summary>The number of items.</summary>
    public int Items => States[0].Length;

    /// <summary>The number of values that depend on the user.</summary>
    public int UserWidth => Shares + _columns + OwnValues;

    /// <summary>Finds the values of all items for a user.</summary>
    /// <param name="past">What the user did.</param>
    /// <param name="features">What is known of the user.</param>
    /// <param name="now">The time for which they are.</param>
    /// <param name="values">Takes them.</param>
    public void Fill(Past past, IReadOnlyList<string> features, long now, UserValues values)
    {
        values.Clear(past.Items.IsEmpty ? ItemKind.OfUnknownUser : ItemKind.Unused);
        if (past.Items.IsEmpty)
        {
            _groups.AddLifts(features, values.Columns[Lift]);
            return;
        }

        Span<int> room = stackalloc int[_lags];
        var context = room[..past.Latest(room)];
        FillTransitions(context, values.Columns[Near], values.Columns[Far]);
        _factors.Like(past, values.Columns[Liking]);
        Logarithms(values.Columns[Liking], values.Columns[LogarithmOfLiking], LittleLiking);
        FillShares(context, values.Columns.AsSpan(Shares, _columns));
        FillOwn(past, now, values);
    }

    /// <summary>Whether there is a reason to look at an item for a user: it follows what he used, he used it, or it is used lately while nothing is known of him.</summary>
    public bool IsLikely(int item, UserValues values) =>
        values.Kinds[item] switch
        {
            (byte)ItemKind.Used => true,
            (byte)ItemKind.OfUnknownUser => States[ItemStates.UsesOfMonth][item] > 0,
            _ => values.Columns[Far][item] > UnlikelyLogarithm,
        };

    /// <summary>All values of one item: its states, then the user's.</summary>
    public IEnumerable<float> Row(int item, UserValues values) => States.Concat(values.Columns).Select(column => column[item]);

    /// <summary>Adds an item that nobody used, under the next number.</summary>
    public void AddItem(ItemFacts facts)
    {
        var unused = _kin.Select(item => item.Item).ToHashSet();
        _metadata.Add(facts.Features);
        _transitions.AddItem();
        _groups.AddItem();
        var added = Kin.Of(Items, _metadata, other => other < Items && !unused.Contains(other));
        for (var state = 0; state < States.Length; state++)
            States[state] = [.. States[state], ItemStates.OfNothing(state)];
        _kin.Add(added);
        EstimateStates(added);
        _factors = _factors.With([added]);
    }

    public void Save(BinaryWriter writer)
    {
        foreach (var state in States)
            writer.WriteFloats(state);
        _transitions.Save(writer, _scale);
        _groups.Save(writer);
        _factors.Save(writer);
        _metadata.Save(writer);
        writer.Write(_columns);
        writer.Write(_lags);
        writer.Write(_kin.Count);
        foreach (var item in _kin)
            item.Save(writer);
    }

    public static Evidence Load(BinaryReader reader)
    {
        var states = new float[ItemStates.Width][];
        for (var state = 0; state < states.Length; state++)
            states[state] = reader.ReadFloats();
        var (transitions, groups, factors, metadata) = (
            Transitions.Load(reader),
            UserGroups.Load(reader),
            ItemFactors.Load(reader),
            Metadata.Load(reader)
        );
        var (columns, lags) = (reader.ReadInt32(), reader.ReadInt32());
        var kin = new Kin[reader.ReadInt32()];
        for (var i = 0; i < kin.Length; i++)
            kin[i] = Kin.Load(reader);
        return new Evidence(states, transitions, 1, groups, factors, metadata, columns, lags, kin);
    }

    private void EstimateStates(Kin item)
    {
        for (var state = 0; state < ItemStates.Age; state++)
            item.EstimateLogarithm(States[state]);
    }

    private void FillTransitions(ReadOnlySpan<int> context, float[] near, float[] far)
    {
        _transitions.Chances(context, _scale, near, far);
        foreach (var item in _kin)
        {
            item.Estimate(near);
            item.Estimate(far);
        }

        Logarithms(near, near, LittleChance);
        Logarithms(far, far, LittleChance);
    }

    /// <summary>By column of the items' features: the logarithm of the share of what was used last that has an item's features.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillShares(ReadOnlySpan<int> context, ReadOnlySpan<float[]> columns)
    {
        var shares = new float[_metadata.Features];
        var total = 0f;
        for (var lag = 0; lag < context.Length; lag++)
        {
            total += Transitions.Share(lag);
            foreach (var feature in _metadata.Of(context[lag]))
                shares[feature] += Transitions.Share(lag);
        }

        for (var item = 0; item < Items; item++)
        {
            foreach (var feature in _metadata.Of(item))
                if (_metadata.ColumnOf(feature) < columns.Length)
                    columns[_metadata.ColumnOf(feature)][item] += shares[feature] / total;
        }

        foreach (var column in columns)
            Logarithms(column, column, LittleShare);
    }

    /// <summary>Of what the user used: that he did, how much, how much lately, and how long ago.</summary>
    private void FillOwn(Past past, long now, UserValues values)
    {
        var own = values.Columns.AsSpan(values.Columns.Length - OwnValues);
        for (var i = 0; i < past.Items.Length; i++)
        {
            var (item, age) = (past.Items[i], Math.Max(0, now - past.Times[i]));
            values.Kinds[item] = (byte)ItemKind.Used;
            own[0][item] = 1;
            own[1][item] += past.Weights[i];
            own[2][item] += past.Weights[i] * (float)Math.Pow(2, -age / Week);
            own[3][item] = (float)(age / Day);
        }

        for (var item = 0; item < Items; item++)
        {
            if (own[0][item] == 0)
                continue;
            own[1][item] = MathF.Log(own[1][item] + LittleCount);
            own[2][item] = MathF.Log(own[2][item] + LittleCount);
            own[3][item] = MathF.Log(own[3][item] + 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Logarithms(ReadOnlySpan<float> values, Span<float> logarithms, float little)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(values);
        var to = MemoryMarshal.Cast<float, Vector<float>>(logarithms);
        var littles = new Vector<float>(little);
        for (var i = 0; i < from.Length; i++)
            to[i] = Vector.Log(Vector.Max(from[i], Vector<float>.Zero) + littles);
        for (var i = from.Length * Vector<float>.Count; i < values.Length; i++)
            logarithms[i] = MathF.Log(Math.Max(values[i], 0) + little);
    }
}

/// <summary>What an item is to a user; each kind has weights of its own.</summary>
internal enum ItemKind : byte
{
    OfUnknownUser,
    Unused,
    Used,
}

/// <summary>The values of all items for one user: by column, then by item.</summary>
internal sealed class UserValues(int width, int items)
{
    public float[][] Columns { get; } = [.. Enumerable.Range(0, width).Select(_ => new float[items])];

    public byte[] Kinds { get; } = new byte[items];

    public void Clear(ItemKind kind)
    {
        foreach (var column in Columns)
            Array.Clear(column);
        Array.Fill(Kinds, (byte)kind);
    }
}
