using System.Runtime.InteropServices;
using SparkReco.Adapters.LightGbm;
using SparkReco.Ranking;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.LightGbm;

public sealed class LightGbmTrainerTests
{
    private static readonly int Width = Feature.All.Count;
    private static readonly LightGbmTrainer Trainer = new();

    public LightGbmTrainerTests()
    {
        if (Trainer.Obstacle is { } missing)
            Missing.Skip(missing);
    }

    [Fact]
    public void What_was_used_is_put_before_what_was_not()
    {
        // What has more than 50 of the third feature was used; all else is noise.
        var forest = Trainer.Train(Examples(1, row => row[2] > 50), new HashSet<int>(), CancellationToken.None);
        var ratings = new long[2];
        var random = new Random(2);
        var right = 0;
        for (var pair = 0; pair < 200; pair++)
        {
            var (used, other) = (Row(random), Row(random));
            (used[2], other[2]) = (random.Next(55, 100), random.Next(0, 45));
            new ForestScorer(forest).Score([.. used, .. other], ratings);
            right += ratings[0] > ratings[1] ? 1 : 0;
        }

        Assert.Equal(200, right);
    }

    [Fact]
    public void No_tree_asks_for_what_is_withheld()
    {
        var forest = Trainer.Train(Examples(1, row => row[2] > 50 || row[4] > 90), new HashSet<int> { 2, 3 }, CancellationToken.None);

        Assert.Contains(4, Asked(forest));
        Assert.DoesNotContain(2, Asked(forest));
        Assert.DoesNotContain(3, Asked(forest));
    }

    [Fact]
    public void The_same_examples_give_the_same_trees_alone_and_eight_at_once()
    {
        var examples = Examples(3, row => row[2] + row[7] > 100);
        var alone = Trainer.Train(examples, new HashSet<int>(), CancellationToken.None);
        var forests = new Forest[8];
        Parallel.For(
            0,
            8,
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            number => forests[number] = Trainer.Train(examples, new HashSet<int>(), CancellationToken.None)
        );

        Assert.All(forests, forest => Assert.Equal(alone.Trees.SelectMany(tree => tree), forest.Trees.SelectMany(tree => tree)));
    }

    [Fact]
    public void Ratings_in_whole_numbers_are_LightGBMs_scores()
    {
        var examples = Examples(5, row => row[2] > 50 && row[8] > 20);
        int[] features = [.. Enumerable.Range(0, Width)];
        const string parameters =
            "objective=lambdarank num_leaves=15 min_data_in_leaf=20 max_bin=63 use_missing=false deterministic=true num_threads=1 verbosity=-1";
        using var data = new LightGbmDataSet(examples, features, parameters);
        using var booster = new LightGbmBooster(data, parameters);
        for (var round = 0; round < 30; round++)
            booster.AddTree();
        var forest = new Forest([.. LightGbmText.Read(booster.Text(), features)]);
        var count = examples.Labels.Count;
        var ratings = new long[count];
        new ForestScorer(forest).Score(examples.Rows, ratings);
        var scores = new double[count];
        Assert.Equal(
            0,
            Predict(
                booster.Handle,
                [.. examples.Rows.ToArray().Select(value => (double)value)],
                type: 1,
                count,
                Width,
                isRowMajor: 1,
                predictType: 1,
                0,
                -1,
                "num_threads=1",
                out _,
                scores
            )
        );

        // 25,600 binary logarithms, each of 30 leaves rounded to a whole number.
        Assert.All(
            scores.Zip(ratings),
            pair => Assert.Equal(pair.First * Math.Log2(Math.E) * Forest.UnitsPerLogarithm, pair.Second, tolerance: 15.5)
        );
    }

    [Fact]
    public void A_stop_is_heard_between_two_trees()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();

        Assert.Throws<OperationCanceledException>(() => Trainer.Train(Examples(1, row => row[2] > 50), new HashSet<int>(), stop.Token));
    }

    private static IEnumerable<int> Asked(Forest forest) => forest.Trees.SelectMany(tree => tree).Select(node => node.Feature).Distinct();

    /// <summary>300 lists of ten candidates.</summary>
    private static RankingExamples Examples(int seed, Func<int[], bool> isUsed)
    {
        var random = new Random(seed);
        var examples = new RankingExamples();
        for (var list = 0; list < 300; list++)
        {
            for (var candidate = 0; candidate < 10; candidate++)
            {
                var row = Row(random);
                examples.Add(row, isUsed(row));
            }

            examples.EndList();
        }

        return examples;
    }

    private static int[] Row(Random random) => [.. Enumerable.Range(0, Width).Select(_ => random.Next(0, 100))];

    [DllImport("lib_lightgbm", EntryPoint = "LGBM_BoosterPredictForMat")]
    private static extern int Predict(
        nint booster,
        double[] data,
        int type,
        int rowCount,
        int columnCount,
        int isRowMajor,
        int predictType,
        int start,
        int count,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string parameters,
        out long length,
        [Out] double[] result
    );
}
