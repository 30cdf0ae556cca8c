using SparkReco.LocalPersonalize.Training;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize.Training;

public class PopularItemsTests
{
    [Fact]
    public void PopularityCountsUsersNotUses()
    {
        var model = World.Train("aws-popularity-count", World.Of([Use(1, 0), Use(1, 0), Use(1, 0), Use(1, 1), Use(2, 1)]));
        var scores = World.Scores(model, [], World.Start);
        Assert.Equal(Math.Log(1 + 1), scores[0], 5);
        Assert.Equal(Math.Log(1 + 2), scores[1], 5);
    }

    [Fact]
    public void TrendsAreGrowthFromOneWindowToTheNext()
    {
        // In the last day item 0 falls from 3 uses to 1 and item 1 rises from none to 3.
        var data = World.Of([
            Use(1, 0),
            Use(2, 0),
            Use(3, 0),
            Use(4, 0, World.Day),
            Use(4, 1, World.Day),
            Use(5, 1, World.Day),
            Use(6, 1, World.Day),
        ]);
        var model = World.Train("aws-trending-now", data, settings: new() { ["trend_discovery_frequency"] = "1 day" });
        var scores = World.Scores(model, [], World.Start);
        Assert.Equal((1 - 3) / Math.Sqrt(1 + 3 + 1) + Math.Log(1 + 4) / 100, scores[0], 5);
        Assert.Equal((3 - 0) / Math.Sqrt(3 + 0 + 1) + Math.Log(1 + 3) / 100, scores[1], 5);
    }

    [Fact]
    public void ASavedModelScoresTheSameAndTakesNewItems()
    {
        var model = World.Train("aws-popularity-count", World.Of([Use(1, 0), Use(2, 1)]));
        model.AddItem(new ItemFacts(null, []));
        using var stream = new MemoryStream(World.Saved(model));
        var scores = World.Scores(Trainer.Load(stream), [], World.Start);
        Assert.Equal(World.Scores(model, [], World.Start), scores);
        Assert.Equal(0, scores[2]);
    }

    [Fact]
    public void RecipesWithoutAModelAreRefusedByName() =>
        Assert.Contains(
            "aws-item-affinity",
            Assert.Throws<NotSupportedException>(() => World.Train("aws-item-affinity", World.Of([]))).Message,
            StringComparison.Ordinal
        );

    private static Interaction Use(int user, int item, long after = 0) => new(user, item, World.Start + after, 1);
}
