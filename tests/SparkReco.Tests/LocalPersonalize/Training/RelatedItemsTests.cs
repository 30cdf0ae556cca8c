using SparkReco.LocalPersonalize.Training;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize.Training;

public class RelatedItemsTests
{
    // Items 0 and 1 share four users, 0 and 2 three; 1 has sixteen users in all, 2 three, 3 two of those of 0, 4 five others.
    private static readonly (int Item, int[] Users)[] Used =
    [
        (0, [1, 2, 3, 4]),
        (1, [.. Enumerable.Range(1, 16)]),
        (2, [1, 2, 3]),
        (3, [1, 2]),
        (4, [5, 6, 8, 9, 10]),
    ];

    [Theory]
    // 4 / 16^d against 3 / 3^d: the popular one while popularity counts for it.
    [InlineData("0", 1, 4.0, 3.0)]
    [InlineData("0.5", 2, 4.0 / 4, 1.7320508)]
    [InlineData("1", 2, 4.0 / 16, 1.0)]
    public void PopularityIsDiscounted(string discount, int first, double ofPopular, double ofTied)
    {
        var scores = Neighbors("aws-sims", new() { ["popularity_discount_factor"] = discount });
        Assert.Equal(first, OfflineMetrics.Best(scores, 1)[0]);
        Assert.Equal(Math.Log(ofPopular), scores[1], 5);
        Assert.Equal(Math.Log(ofTied), scores[2], 5);
    }

    [Fact]
    public void PairsOfFewUsersAreNotRelatedAndTheRestIsByPopularity()
    {
        // 0 and 3 share two users: below three, so both 3 and 4, which shares none, stand by how many use them at all.
        var scores = Neighbors("aws-sims", []);
        Assert.Equal([2, 1, 4, 3], OfflineMetrics.Best(scores, 5));
        Assert.True(Neighbors("aws-sims", new() { ["min_cointeraction_count"] = "2" })[3] > scores[3]);
    }

    [Fact]
    public void AnItemIsNotRelatedToItself() => Assert.Equal(float.NegativeInfinity, Neighbors("aws-sims", [])[0]);

    [Fact]
    public void SimilarItemsKnowItemsThatNobodyUsedByTheirFeatures()
    {
        var model = World.Train("aws-similar-items", Data());
        model.AddItem(new ItemFacts(null, ["KIND=b"]));
        model.AddItem(new ItemFacts(null, ["KIND=a"]));
        var scores = new float[model.ItemCount];
        model.ScoreNeighbors(0, scores);
        Assert.True(scores[6] > scores[5]);
        model.ScoreNeighbors(6, scores);
        Assert.Equal(0, OfflineMetrics.Best(scores, 1)[0]);
    }

    [Fact]
    public void ASavedModelScoresTheSame()
    {
        foreach (var recipe in new[] { "aws-sims", "aws-similar-items" })
        {
            var model = World.Train(recipe, Data());
            using var stream = new MemoryStream(World.Saved(model));
            var loaded = Trainer.Load(stream);
            var (one, other) = (new float[5], new float[5]);
            model.ScoreNeighbors(0, one);
            loaded.ScoreNeighbors(0, other);
            Assert.Equal(one, other);
            Assert.Equal(stream.ToArray(), World.Saved(loaded));
        }
    }

    private static float[] Neighbors(string recipe, Dictionary<string, string> settings)
    {
        var model = World.Train(recipe, Data(), settings: settings);
        var scores = new float[model.ItemCount];
        model.ScoreNeighbors(0, scores);
        return scores;
    }

    private static TrainingData Data() =>
        World.Of(
            from used in Used
            from user in used.Users
            select new Interaction(user, used.Item, World.Start, 1),
            [
                ["KIND=a"],
                ["KIND=b"],
                ["KIND=b"],
                ["KIND=b"],
                ["KIND=b"],
            ]
        );
}
