using SparkReco.Kernels;
using Xunit;

namespace SparkReco.Tests.Kernels;

public sealed class SymmetricInverseTests
{
    [Fact]
    public void A_matrix_of_two_rows_is_inverted_as_on_paper()
    {
        // The inverse of (4 1; 1 3) is (3 -1; -1 4) / 11.
        double[][] rows =
        [
            [4, 1],
            [1, 3],
        ];

        SymmetricInverse.Invert(rows, threads: 1, CancellationToken.None);

        Assert.Equal([3.0 / 11, -1.0 / 11, -1.0 / 11, 4.0 / 11], rows.SelectMany(row => row), (x, y) => Math.Abs(x - y) < 1e-15);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(131)]
    [InlineData(390)]
    public void The_product_with_the_matrix_is_the_identity(int size)
    {
        var matrix = Random(size);
        var inverse = Random(size);

        SymmetricInverse.Invert(inverse, threads: 2, CancellationToken.None);

        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                var sum = Enumerable.Range(0, size).Sum(index => matrix[row][index] * inverse[index][column]);
                Assert.Equal(row == column ? 1 : 0, sum, 1e-9);
            }
        }
    }

    [Fact]
    public void Any_number_of_threads_gives_the_same_bits()
    {
        var (one, eight) = (Random(300), Random(300));

        SymmetricInverse.Invert(one, threads: 1, CancellationToken.None);
        SymmetricInverse.Invert(eight, threads: 8, CancellationToken.None);

        Assert.Equal(Bits(one), Bits(eight));
    }

    private static IEnumerable<long> Bits(double[][] rows) => rows.SelectMany(row => row).Select(BitConverter.DoubleToInt64Bits);

    /// <summary>X'X + I of made-up rows X of noughts and ones, as EASE has it.</summary>
    private static double[][] Random(int size)
    {
        var random = new Random(size);
        double[][] rows = [.. Enumerable.Range(0, size).Select(row => new double[size])];
        for (var user = 0; user < 2 * size; user++)
        {
            int[] had = [.. Enumerable.Range(0, size).Where(_ => random.Next(8) == 0)];
            foreach (var item in had)
            {
                foreach (var other in had)
                    rows[item][other]++;
            }
        }

        for (var row = 0; row < size; row++)
            rows[row][row]++;
        return rows;
    }
}
