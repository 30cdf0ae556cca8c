using SparkReco.Demo;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>
/// Matrix factorisation of implicit feedback by alternating least squares: every (user, item) pair has preference 1 when played, else 0,
/// and weight 1 + <see cref="Alpha"/> x confidence. Rows are solved independently, so the number of threads does not change the result.
/// </summary>
internal sealed class Factors
{
    private const int Rank = 24;
    private const int Rounds = 8;
    private const double Alpha = 12;
    private const double Regularisation = 12;

    private readonly double[] _users;
    private readonly double[] _items;

    private Factors(int userCount, int itemCount) => (_users, _items) = (new double[userCount * Rank], new double[itemCount * Rank]);

    public static Factors Fit(IReadOnlyList<Play> plays, int userCount, int itemCount, ulong seed)
    {
        var factors = new Factors(userCount, itemCount);
        var dice = new Dice(seed, stream: 4);
        for (var i = 0; i < factors._items.Length; i++)
            factors._items[i] = 0.1 * dice.Normal();

        var byUser = plays.ToLookup(play => play.User, play => (Other: play.Item, play.Confidence));
        var byItem = plays.ToLookup(play => play.Item, play => (Other: play.User, play.Confidence));
        for (var round = 0; round < Rounds; round++)
        {
            Improve(factors._users, userCount, factors._items, itemCount, byUser);
            Improve(factors._items, itemCount, factors._users, userCount, byItem);
        }

        return factors;
    }

    public double Score(int user, int item)
    {
        var sum = 0.0;
        for (var k = 0; k < Rank; k++)
            sum += _users[user * Rank + k] * _items[item * Rank + k];
        return sum;
    }

    private static void Improve(double[] rows, int rowCount, double[] others, int otherCount, ILookup<int, (int Other, double Confidence)> plays)
    {
        var all = SumOfSquares(others, otherCount);
        Parallel.For(
            0,
            rowCount,
            () => new SymmetricSystem(Rank),
            (row, _, system) =>
            {
                all.CopyTo(system.Matrix, 0);
                Array.Clear(system.Vector);
                foreach (var (other, confidence) in plays[row])
                    AddPlay(system, others.AsSpan(other * Rank, Rank), Alpha * confidence);

                for (var k = 0; k < Rank; k++)
                    system.Matrix[k * Rank + k] += Regularisation;
                system.Solve();
                system.Vector.CopyTo(rows, row * Rank);
                return system;
            },
            _ => { }
        );
    }

    private static double[] SumOfSquares(double[] vectors, int count)
    {
        var system = new SymmetricSystem(Rank);
        for (var i = 0; i < count; i++)
            AddPlay(system, vectors.AsSpan(i * Rank, Rank), 1);
        return system.Matrix;
    }

    private static void AddPlay(SymmetricSystem system, ReadOnlySpan<double> vector, double weight)
    {
        for (var i = 0; i < Rank; i++)
        {
            var scaled = weight * vector[i];
            for (var j = 0; j <= i; j++)
                system.Matrix[i * Rank + j] += scaled * vector[j];
            system.Vector[i] += (weight + 1) * vector[i];
        }
    }
}
