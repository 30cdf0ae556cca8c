namespace SparkReco.LocalPersonalize.Training;

/// <summary>One thing that a user did before, with an item of the model.</summary>
public readonly record struct PastUse(int Item, long AtSeconds, float Weight);

/// <summary>For whom a list is made.</summary>
/// <param name="History">What the user did, in the order of time, events that came after the training among it; empty for an unknown user.</param>
/// <param name="Features">Categorical values of the user and of the context, each as <c>COLUMN=value</c>.</param>
/// <param name="NowSeconds">The time for which the list is, in seconds since 1970.</param>
public sealed record UserQuery(IReadOnlyList<PastUse> History, IReadOnlyList<string> Features, long NowSeconds);

/// <summary>What a solution version learnt. It gives each item of the training a score; who asks filters, explores and cuts. Safe for several threads.</summary>
public abstract class TrainedModel
{
    /// <summary>The offline metrics under the service's names, such as <c>normalized_discounted_cumulative_gain_at_10</c>.</summary>
    public abstract IReadOnlyDictionary<string, double> Metrics { get; }

    /// <summary>The number of items, those included that were added since.</summary>
    public abstract int ItemCount { get; }

    /// <summary>Scores all items for a user: the higher the better, on the scale of a softmax's logits. For recipes that make lists for users; the others throw <see cref="NotSupportedException"/>.</summary>
    public abstract void ScoreItems(UserQuery user, Span<float> scores);

    /// <summary>Scores all items by how alike they are to one: the higher the better, negative infinity for the item itself. For recipes of related items; the others throw <see cref="NotSupportedException"/>.</summary>
    public abstract void ScoreNeighbors(int item, Span<float> scores);

    /// <summary>Makes an item known that came after the training, by its features, under the next number. Not beside other calls.</summary>
    public abstract void AddItem(ItemFacts facts);

    /// <summary>Writes the model, for <see cref="Trainer.Load"/>.</summary>
    public abstract void Save(Stream stream);
}
