namespace SparkReco.LocalPersonalize.Training;

/// <summary>What a solution version learns from: the interactions that count, with numbers in the place of ids, and what is known of users and items.</summary>
/// <param name="UserIds">The ids of users, by number: those of interactions first seen, then the rest of the Users dataset.</param>
/// <param name="ItemIds">The ids of items, by number: those of the interactions and of the Items dataset.</param>
/// <param name="Interactions">What users did with items, in the order of time.</param>
/// <param name="Items">What is known of each item, by number.</param>
/// <param name="Users">What is known of each user, by number.</param>
public sealed record TrainingData(
    IReadOnlyList<string> UserIds,
    IReadOnlyList<string> ItemIds,
    IReadOnlyList<Interaction> Interactions,
    IReadOnlyList<ItemFacts> Items,
    IReadOnlyList<UserFacts> Users
);

/// <summary>One interaction; all count as positive.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Item">The item's number.</param>
/// <param name="AtSeconds">When, in seconds since 1970.</param>
/// <param name="Weight">What it counts, above 0; 1 where the solution weighs nothing.</param>
public readonly record struct Interaction(int User, int Item, long AtSeconds, float Weight);

/// <summary>What is known of an item.</summary>
/// <param name="CreatedAtSeconds">CREATION_TIMESTAMP; null where nothing is known.</param>
/// <param name="Features">Categorical values, each as <c>COLUMN=value</c>; of values joined by <c>|</c> each is one.</param>
public sealed record ItemFacts(long? CreatedAtSeconds, IReadOnlyList<string> Features);

/// <summary>What is known of a user.</summary>
/// <param name="Features">Categorical values, each as <c>COLUMN=value</c>.</param>
public sealed record UserFacts(IReadOnlyList<string> Features);
