using SparkReco.LocalPersonalize.Training;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize.Training;

public class UserModelTests
{
    private const string Recipe = "aws-user-personalization-v2";
    private const long Later = World.Start + 60 * World.Day;

    [Fact]
    public void WhatFollowsInASequenceIsFirst()
    {
        var model = World.Train(Recipe, World.Ring(users: 300, items: 40, steps: 15));
        foreach (var at in new[] { 5, 17, 31 })
        {
            var scores = World.Scores(model, [at - 3, at - 2, at - 1, at], Later);
            foreach (var used in new[] { at - 3, at - 2, at - 1, at })
                scores[used] = float.NegativeInfinity;
            Assert.Equal((at + 1) % 40, OfflineMetrics.Best(scores, 1)[0]);
        }

        Assert.InRange(model.Metrics["normalized_discounted_cumulative_gain_at_10"], 0.8, 1);
    }

    [Fact]
    public void ScoresAreLogits()
    {
        // Everybody goes on to the next item, and nobody uses one again.
        var scores = World.Scores(World.Train(Recipe, World.Ring(users: 300, items: 40, steps: 15)), [8, 9, 10, 11], Later);
        var highest = scores.Max();
        var chances = scores.Select(score => Math.Exp(score - highest)).ToArray();
        Assert.InRange(chances[12] / chances.Sum(), 0.1, 0.9);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Theory]
    [InlineData("aws-user-personalization-v2")]
    [InlineData("aws-sims")]
    [InlineData("aws-popularity-count")]
    public void TheSameBitsWithOneAndFourThreads(string recipe)
    {
        var data = World.Tastes(users: 200, itemsOfTaste: 20);
        Assert.Equal(World.Saved(World.Train(recipe, data, threads: 1)), World.Saved(World.Train(recipe, data, threads: 4)));
    }

    [Fact]
    public void ASavedModelScoresTheSame()
    {
        var model = World.Train(Recipe, World.Tastes(users: 200, itemsOfTaste: 20));
        using var stream = new MemoryStream(World.Saved(model));
        var loaded = Trainer.Load(stream);
        Assert.Equal(model.Metrics, loaded.Metrics);
        Assert.Equal(World.Scores(model, [2, 4, 6], Later), World.Scores(loaded, [2, 4, 6], Later), Near);
        Assert.Equal(World.Scores(model, [], Later, "TIER=1"), World.Scores(loaded, [], Later, "TIER=1"), Near);
        model.AddItem(new ItemFacts(null, ["TASTE=0"]));
        loaded.AddItem(new ItemFacts(null, ["TASTE=0"]));
        Assert.Equal(World.Scores(model, [2, 4, 6], Later), World.Scores(loaded, [2, 4, 6], Later), Near);
        // What was saved is saved again bit by bit.
        stream.Position = 0;
        Assert.Equal(stream.ToArray(), World.Saved(Trainer.Load(stream)));
    }

    [Fact]
    public void AnItemThatNobodyUsedIsJudgedByItsFeatures()
    {
        var model = World.Train(Recipe, World.Tastes(users: 200, itemsOfTaste: 20));
        var (evens, odds) = (World.Scores(model, [2, 4, 6, 8], Later), World.Scores(model, [3, 5, 7, 9], Later));
        Assert.True(evens[40] > evens[41], $"{evens[40]} for the even item, {evens[41]} for the odd one");
        Assert.True(odds[41] > odds[40], $"{odds[41]} for the odd item, {odds[40]} for the even one");
    }

    [Fact]
    public void AnItemThatCameLaterIsJudgedByItsFeatures()
    {
        var model = World.Train(Recipe, World.Tastes(users: 200, itemsOfTaste: 20));
        model.AddItem(new ItemFacts(Later, ["TASTE=0"]));
        model.AddItem(new ItemFacts(Later, ["TASTE=1", "NEW=column"]));
        Assert.Equal(44, model.ItemCount);
        var scores = World.Scores(model, [2, 4, 6, 8], Later);
        Assert.True(scores[42] > scores[43], $"{scores[42]} for the even item, {scores[43]} for the odd one");
        // Its features are those of item 40, which nobody used either.
        Assert.Equal(scores[40], scores[42], 4);
        Assert.All(World.Scores(model, [43, 42], Later), score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void AnItemOfWhichNothingIsKnownIsNotPreferred()
    {
        var model = World.Train(Recipe, World.Ring(users: 300, items: 40, steps: 15));
        model.AddItem(new ItemFacts(null, []));
        Assert.DoesNotContain(40, OfflineMetrics.Best(World.Scores(model, [3, 4, 5], Later), 5));
    }

    [Fact]
    public void AUserOfWhomNothingIsKnownGetsWhatUsersLikeHimUse()
    {
        // Users begin throughout, so that there is something to learn about beginning.
        var data = World.Tastes(users: 600, itemsOfTaste: 20);
        var scores = World.Scores(World.Train(Recipe, data), [], Later, "TIER=1");
        Assert.All(OfflineMetrics.Best(scores, 10), item => Assert.Equal(1, item % 2));
    }

    [Fact]
    public void WhatIsNewToAUserChangesHisScores()
    {
        var model = World.Train(Recipe, World.Ring(users: 300, items: 40, steps: 15));
        Assert.True(World.Scores(model, [3, 4, 5], Later)[6] > World.Scores(model, [3, 4, 5, 20, 21, 22], Later)[6]);
        Assert.True(World.Scores(model, [3, 4, 5, 20, 21, 22], Later)[23] > World.Scores(model, [3, 4, 5], Later)[23]);
    }

    [Fact]
    public void InteractionsThatWeighMoreCountMore()
    {
        // After 0 half of the users turn to 1, half to 2; what leads to 2 weighs ten times as much.
        var data = World.Of(
            from user in Enumerable.Range(0, 200)
            from step in new[] { 0, 1 }
            select new Interaction(user, step * (1 + user % 2), World.Start + (user / 4 + step) * World.Day, step * (user % 2) == 1 ? 1f : 0.1f)
        );
        var scores = World.Scores(World.Train(Recipe, data), [0], World.Start + 51 * World.Day);
        Assert.True(scores[2] > scores[1], $"{scores[2]} for the heavier, {scores[1]} for the lighter one");
    }

    [Fact]
    public void TheServicesSettingsAreTaken()
    {
        var data = World.Ring(users: 100, items: 20, steps: 10);
        var plain = World.Saved(World.Train(Recipe, data));
        foreach (var (name, value) in new[] { ("hidden_dimension", "43"), ("bptt", "2"), ("recency_mask", "false") })
            Assert.NotEqual(plain, World.Saved(World.Train(Recipe, data, settings: new() { [name] = value })));
        Assert.Equal(plain, World.Saved(World.Train(Recipe, data, settings: new() { ["bptt"] = "16", ["hidden_dimension"] = "nonsense" })));
    }

    [Fact]
    public void ProgressRisesToOne()
    {
        var told = new Told();
        Trainer.Train(
            Recipe,
            World.Ring(users: 100, items: 20, steps: 10),
            new Dictionary<string, string>(),
            told,
            TestContext.Current.CancellationToken
        );
        Assert.Equal(told.Shares.Order(), told.Shares);
        Assert.Equal(1, told.Shares[^1]);
    }

    [Fact]
    public void ACancelledTrainingEnds() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Trainer.Train(Recipe, World.Ring(users: 100, items: 20, steps: 10), new Dictionary<string, string>(), null, new CancellationToken(true))
        );

    [Fact]
    public void LittleDataMakesAModelAllTheSame()
    {
        var model = World.Train(
            Recipe,
            World.Of(
                [new Interaction(0, 0, World.Start, 1)],
                items:
                [
                    ["A=1"],
                    ["A=1"],
                ]
            )
        );
        Assert.All(World.Scores(model, [0], World.Start), score => Assert.True(float.IsFinite(score)));
        Assert.All(World.Scores(model, [], World.Start), score => Assert.True(float.IsFinite(score)));
        Assert.Equal(0, World.Train(Recipe, World.Of([])).ItemCount);

        // All at one moment: nothing is chosen later, so what most use is first.
        var data = World.Of([new Interaction(0, 1, World.Start, 1), new Interaction(1, 1, World.Start, 1), new Interaction(2, 0, World.Start, 1)]);
        Assert.Equal([1, 0], OfflineMetrics.Best(World.Scores(World.Train(Recipe, data), [], World.Start), 2));
    }

    // Counts are scaled to the end of the training when they are saved.
    private static bool Near(float a, float b) => Math.Abs(a - b) < 1e-3;

    private sealed class Told : IProgress<double>
    {
        public List<double> Shares { get; } = [];

        public void Report(double value) => Shares.Add(value);
    }
}
