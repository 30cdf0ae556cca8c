namespace SparkReco.LocalPersonalize.Training;

/// <summary>An item that nobody used, and the used items most like it by their features: what it is worth is estimated by theirs, drawn towards nothing.</summary>
/// <param name="Item">The item.</param>
/// <param name="Items">Its kin.</param>
internal sealed record Kin(int Item, int[] Items)
{
    private const int Most = 20;

    /// <summary>How much of its kin's mean an item gets.</summary>
    public const float Share = 0.5f;

    /// <summary>Finds an item's kin.</summary>
    public static Kin Of(int item, Metadata metadata, Func<int, bool> isUsed)
    {
        var likeness = metadata.Likeness(item);
        var alike = Enumerable.Range(0, likeness.Length).Where(other => likeness[other] > 0 && isUsed(other));
        return new Kin(item, [.. alike.OrderByDescending(other => likeness[other]).ThenBy(other => other).Take(Most)]);
    }

    /// <summary>Gives the item a share of its kin's mean.</summary>
    public void Estimate(Span<float> values)
    {
        var sum = 0f;
        foreach (var item in Items)
            sum += values[item];
        values[Item] = Items.Length == 0 ? 0 : Share * sum / Items.Length;
    }

    /// <summary>The same for logarithms; an item without kin keeps what it has.</summary>
    public void EstimateLogarithm(Span<float> values)
    {
        if (Items.Length == 0)
            return;
        var sum = 0f;
        foreach (var item in Items)
            sum += values[item];
        values[Item] = sum / Items.Length + MathF.Log(Share);
    }

    public void Save(BinaryWriter writer)
    {
        writer.Write(Item);
        writer.Write(Items.Length);
        foreach (var item in Items)
            writer.Write(item);
    }

    public static Kin Load(BinaryReader reader)
    {
        var item = reader.ReadInt32();
        var items = new int[reader.ReadInt32()];
        for (var i = 0; i < items.Length; i++)
            items[i] = reader.ReadInt32();
        return new Kin(item, items);
    }
}
