using SparkReco.LocalPersonalize.Training;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize.Training;

/// <summary>Small worlds whose answers are known by construction.</summary>
internal static class World
{
    public const long Start = 1_700_000_000;
    public const long Day = 86_400;

    /// <summary>A world of interactions, with the numbers of users and items that they need, or more.</summary>
    public static TrainingData Of(IEnumerable<Interaction> interactions, string[][]? items = null, string[][]? users = null)
    {
        Interaction[] sorted = [.. interactions.OrderBy(interaction => interaction.AtSeconds)];
        var userCount = Math.Max(users?.Length ?? 0, sorted.Select(interaction => interaction.User + 1).DefaultIfEmpty().Max());
        var itemCount = Math.Max(items?.Length ?? 0, sorted.Select(interaction => interaction.Item + 1).DefaultIfEmpty().Max());
        return new TrainingData(
            [.. Enumerable.Range(0, userCount).Select(user => $"u{user}")],
            [.. Enumerable.Range(0, itemCount).Select(item => $"i{item}")],
            sorted,
            [.. Enumerable.Range(0, itemCount).Select(item => new ItemFacts(null, items?.ElementAtOrDefault(item) ?? []))],
            [.. Enumerable.Range(0, userCount).Select(user => new UserFacts(users?.ElementAtOrDefault(user) ?? []))]
        );
    }

    /// <summary>Users who go round a ring of items, a step a day, each from another place on and beginning on another day.</summary>
    public static TrainingData Ring(int users, int items, int steps, string[][]? features = null) =>
        Of(
            from user in Enumerable.Range(0, users)
            from step in Enumerable.Range(0, steps)
            select new Interaction(user, (user * 7 + step) % items, Start + (user % 40 + step) * Day + user, 1),
            features
        );

    /// <summary>Two tastes: users of even numbers use even items, the others odd ones, two a day; the last item of each taste is used by nobody.</summary>
    public static TrainingData Tastes(int users, int itemsOfTaste)
    {
        var items = 2 * itemsOfTaste + 2;
        return Of(
            from user in Enumerable.Range(0, users)
            from step in Enumerable.Range(0, itemsOfTaste / 2)
            select new Interaction(user, 2 * ((user * 5 + step * 3) % itemsOfTaste) + user % 2, Start + (user % 30 + step / 2) * Day + 60 * step, 1),
            [.. Enumerable.Range(0, items).Select(item => new[] { $"TASTE={item % 2}" })],
            [.. Enumerable.Range(0, users).Select(user => new[] { $"TIER={user % 2}" })]
        );
    }

    public static TrainedModel Train(string recipe, TrainingData data, int threads = 2, Dictionary<string, string>? settings = null) =>
        Trainer.TrainWith(
            recipe,
            data,
            settings ?? [],
            null,
            new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = TestContext.Current.CancellationToken }
        );

    /// <summary>The scores of all items for someone who used some items, a day apart, until a time.</summary>
    public static float[] Scores(TrainedModel model, int[] history, long until, params string[] features)
    {
        var scores = new float[model.ItemCount];
        PastUse[] past = [.. history.Select((item, i) => new PastUse(item, until - (history.Length - 1 - i) * Day, 1))];
        model.ScoreItems(new UserQuery(past, features, until), scores);
        return scores;
    }

    public static byte[] Saved(TrainedModel model)
    {
        using var stream = new MemoryStream();
        model.Save(stream);
        return stream.ToArray();
    }
}
