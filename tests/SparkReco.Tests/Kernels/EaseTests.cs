using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Kernels;

/// <summary>What the weights of EASE are by their definition: those of a ridge regression of each item on all others.</summary>
public sealed class EaseTests
{
    private const double Regularization = 2;
    private const int ItemCount = 7;

    // Who had what.
    private static readonly int[][] Histories =
    [
        [0, 1],
        [0, 1, 2],
        [1, 2, 3],
        [0, 3, 4],
        [2, 4],
        [0, 1, 4, 5],
        [5, 6],
        [1, 2, 5],
    ];

    [Fact]
    public void The_weights_of_an_item_solve_its_ridge_regression_on_the_others()
    {
        using var rig = Rig($"item_item.regularization={Regularization}", "item_item.neighbors=1000");
        var weights = WeightsOf(rig);

        // The gradient of |x_j - X b|^2 + r |b|^2 is 0 at the weights b of item j, for each other item i: X_i'(x_j - X b) = r b_i.
        for (var j = 0; j < ItemCount; j++)
        {
            foreach (var i in Enumerable.Range(0, ItemCount).Where(item => item != j))
            {
                var residual = Histories
                    .Where(had => had.Contains(i))
                    .Sum(had => (had.Contains(j) ? 1 : 0) - had.Where(item => item != j).Sum(item => weights[item, j]));
                Assert.Equal(Regularization * weights[i, j], residual, 1e-9);
            }
        }
    }

    [Fact]
    public void Of_the_weights_the_largest_of_either_sign_are_kept()
    {
        using var all = Rig("item_item.neighbors=1000");
        using var some = Rig("item_item.neighbors=2");
        var weights = WeightsOf(all);

        var kept = WeightsOf(some);

        for (var item = 0; item < ItemCount; item++)
        {
            var least = Enumerable.Range(0, ItemCount).Where(other => kept[item, other] != 0).Min(other => Math.Abs(kept[item, other]));
            Assert.Equal(2, Enumerable.Range(0, ItemCount).Count(other => Math.Abs(weights[item, other]) >= least));
        }
    }

    private static double[,] WeightsOf(ModelRig rig)
    {
        var weights = new double[ItemCount, ItemCount];
        foreach (var row in rig.Rows("item_neighbors", "item_id, neighbor_id, similarity"))
        {
            var parts = row.Split(" | ");
            weights[int.Parse(parts[0][1..], null), int.Parse(parts[1][1..], null)] = long.Parse(parts[2], null) / 1e12;
        }

        return weights;
    }

    private static ModelRig Rig(params string[] settings)
    {
        var rig = new ModelRig(["item_item.model=ease", .. settings]);
        rig.Given("users", "user_id", [.. Histories.Select((_, user) => (object)$"u{user}")]);
        rig.Given("items", "item_id", [.. Enumerable.Range(0, ItemCount).Select(item => (object)$"i{item}")]);
        rig.Given("engagement", "user_id, item_id", [.. Histories.SelectMany((had, user) => had.Select(item => (object)($"u{user}", $"i{item}")))]);
        return rig;
    }
}
