using SparkReco.Models;
using SparkReco.Ranking;
using Xunit;
using Column = SparkReco.Models.Column;

namespace SparkReco.Tests.Adapters;

/// <summary>What every engine makes of a ranker.</summary>
public abstract partial class EngineTests
{
    /// <summary>What the engine has warned of until now.</summary>
    protected virtual Task<string> LogAsync() => Task.FromResult("");

    [Fact]
    public async Task A_ranker_of_full_size_rates_candidates_as_its_kernel_does_and_the_engine_does_not_complain()
    {
        const int candidates = 500;
        var random = new Random(1);
        var forest = new Forest([.. Enumerable.Range(0, 150).Select(_ => Enumerable.Range(0, 31).Select(node => Node(node, random)).ToArray())]);
        var features = Enumerable.Range(0, candidates * Feature.All.Count).Select(_ => random.Next(1000)).ToArray();
        var ratings = new long[candidates];
        new ForestScorer(forest).Score(features, ratings);
        await Engine.LoadAsync(
            RankerTables.Trees.Name,
            RankerTables.Trees.Columns,
            [.. RankerTables.RowsOf(forest, new DateOnly(2026, 9, 1), "of the features")],
            Cancellation
        );
        await Engine.LoadAsync(
            "candidate_features",
            [
                new("user_id", ColumnType.String, ""),
                new("item_id", ColumnType.String, ""),
                .. Feature.All.Select(feature => new Column(feature.Name, ColumnType.Int, "")),
            ],
            [.. features.Chunk(Feature.All.Count).Select((row, number) => (object?[])["u", $"i{number}", .. row])],
            Cancellation
        );
        var before = await LogAsync();

        var settings = Support.Some.Settings();
        var parameters = await RankerTables.Scores.Parameters!(new ModelContext(settings, Engine, new RunMemory()), Cancellation);
        await Engine.CreateAsync("scores", ModelParameters.Render(RankerTables.Scores, settings, [.. parameters]), isView: false, Cancellation);

        var scores = await Engine.ReadAsync("select item_id, rating from scores", row => (row.GetString(0), row.GetInt64(1)), Cancellation);
        Assert.Equal(ratings.Select((rating, number) => ($"i{number}", rating)).Order(), scores.Order());
        // Spark tells of code that Java does not take, and goes on without it, slowly.
        Assert.DoesNotContain("odegen", (await LogAsync())[before.Length..], StringComparison.Ordinal);
    }

    /// <summary>A node of a tree of sixteen leaves that has all of them in its fourth level.</summary>
    private static Node Node(int number, Random random) =>
        number < 15
            ? new(random.Next(Feature.All.Count), random.Next(1000), (2 * number) + 1, (2 * number) + 2, 0)
            : new(-1, 0, 0, 0, random.Next(-3000, 3000));
}
