namespace SparkReco.LocalPersonalize.Training;

/// <summary>The factors of items, and how a user's follow from what he used.</summary>
/// <param name="rank">The number of factors.</param>
/// <param name="items">The factors, one item after the other.</param>
/// <param name="gram">From <see cref="Als.Gram"/>.</param>
internal sealed class ItemFactors(int rank, float[] items, float[] gram)
{
    /// <summary>The factors as they are after some sweeps.</summary>
    public static ItemFactors Of(Als als, ParallelOptions parallel) => new(als.Rank, [.. als.Items], Als.Gram(als.Items, als.Rank, parallel));

    /// <summary>Solves the user's factors and multiplies them with each item's: near 1 where the user would use the item, near 0 where not.</summary>
    public void Like(Past past, Span<float> likings)
    {
        var (numbers, columns, counts) = (new Dictionary<int, int>(), new List<int>(), new List<float>());
        for (var i = 0; i < past.Items.Length; i++)
        {
            if (numbers.TryAdd(past.Items[i], columns.Count))
            {
                columns.Add(past.Items[i]);
                counts.Add(0);
            }

            counts[numbers[past.Items[i]]] += past.Weights[i];
        }

        var (matrix, user) = (new float[rank * rank], new float[rank]);
        Als.SolveRow(gram, items, [.. columns], [.. counts], matrix, user);
        for (var item = 0; item < likings.Length; item++)
            likings[item] = LinearAlgebra.Dot<float>(user, items.AsSpan(item * rank, rank));
    }

    /// <summary>The same with the factors of some items estimated by their kin, new items among them.</summary>
    public ItemFactors With(IReadOnlyList<Kin> kin)
    {
        var length = Math.Max(items.Length, rank * kin.Select(item => item.Item + 1).DefaultIfEmpty().Max());
        var more = new ItemFactors(rank, [.. items, .. new float[length - items.Length]], gram);
        foreach (var item in kin)
            more.Estimate(item);
        return more;
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(rank);
        writer.WriteFloats(items);
        writer.WriteFloats(gram);
    }

    public static ItemFactors Load(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadFloats(), reader.ReadFloats());

    private void Estimate(Kin kin)
    {
        var own = items.AsSpan(kin.Item * rank, rank);
        own.Clear();
        foreach (var other in kin.Items)
            LinearAlgebra.AddScaled(Kin.Share / kin.Items.Length, items.AsSpan(other * rank, rank), own);
    }
}
