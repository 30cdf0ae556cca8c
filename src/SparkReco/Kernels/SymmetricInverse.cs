using System.Numerics;
using System.Runtime.InteropServices;

namespace SparkReco.Kernels;

/// <summary>
/// Inverts symmetric positive definite matrices in place by blocks of pivots (Gauss-Jordan elimination; Golub and Van Loan, Matrix
/// Computations, section 3.2). Each element is changed by one multiply-add after another in a fixed order, so that vectors of any width and any
/// number of threads give the same bits.
/// </summary>
internal static class SymmetricInverse
{
    private const int BlockSize = 64;
    private const int RowsAtOnce = 4;

    // A block's rows of so many columns stay in a core's cache.
    private const int ColumnsAtOnce = 256;

    /// <param name="rows">The rows of the matrix, which become those of its inverse.</param>
    /// <param name="threads">The number of threads.</param>
    /// <param name="cancellation">Ends it between two rows.</param>
    public static void Invert(double[][] rows, int threads, CancellationToken cancellation)
    {
        for (var first = 0; first < rows.Length; first += BlockSize)
            Eliminate(rows, first, Math.Min(BlockSize, rows.Length - first), threads, cancellation);
    }

    /// <summary>Makes the pivots of a block those of the inverse: with P their part of the matrix, R their rows and C their columns, the rest becomes A - C P^-1 R.</summary>
    private static void Eliminate(double[][] rows, int first, int size, int threads, CancellationToken cancellation)
    {
        double[][] pivot = [.. rows[first..(first + size)].Select(row => row[first..(first + size)])];
        InvertSmall(pivot);
        double[][] block = [.. rows[first..(first + size)].Select(row => (double[])row.Clone())];
        Workers.ForEach(
            (rows.Length + RowsAtOnce - 1) / RowsAtOnce,
            threads,
            () => Enumerable.Range(0, RowsAtOnce).Select(_ => new double[size]).ToArray(),
            (factors, task) =>
            {
                var start = task * RowsAtOnce;
                var count = Math.Min(RowsAtOnce, rows.Length - start);
                for (var index = 0; index < count; index++)
                    Multiply(rows[start + index].AsSpan(first, size), pivot, factors[index]);
                SubtractProducts(rows.AsSpan(start, count), factors, block);
                for (var index = 0; index < count; index++)
                {
                    for (var column = 0; column < size; column++)
                        rows[start + index][first + column] = -factors[index][column];
                }
            },
            cancellation
        );
        for (var index = 0; index < size; index++)
        {
            var row = rows[first + index];
            Array.Clear(row);
            for (var other = 0; other < size; other++)
                AddProduct(row, pivot[index][other], block[other]);
            pivot[index].CopyTo(row.AsSpan(first));
        }
    }

    /// <summary>Gauss-Jordan elimination, pivot by pivot.</summary>
    private static void InvertSmall(double[][] rows)
    {
        for (var pivot = 0; pivot < rows.Length; pivot++)
        {
            var reciprocal = 1 / rows[pivot][pivot];
            for (var column = 0; column < rows.Length; column++)
                rows[pivot][column] *= reciprocal;
            rows[pivot][pivot] = reciprocal;
            for (var row = 0; row < rows.Length; row++)
            {
                if (row == pivot)
                    continue;
                var factor = rows[row][pivot];
                rows[row][pivot] = 0;
                AddProduct(rows[row], -factor, rows[pivot]);
            }
        }
    }

    /// <summary>The product of a row vector and a small matrix.</summary>
    private static void Multiply(ReadOnlySpan<double> vector, double[][] matrix, double[] product)
    {
        Array.Clear(product);
        for (var index = 0; index < vector.Length; index++)
            AddProduct(product, vector[index], matrix[index]);
    }

    private static void AddProduct(double[] row, double factor, double[] other)
    {
        var target = MemoryMarshal.Cast<double, Vector<double>>(row.AsSpan());
        var source = MemoryMarshal.Cast<double, Vector<double>>(other.AsSpan());
        var factors = new Vector<double>(factor);
        for (var index = 0; index < target.Length; index++)
            target[index] = Vector.FusedMultiplyAdd(factors, source[index], target[index]);
        for (var column = target.Length * Vector<double>.Count; column < row.Length; column++)
            row[column] = Math.FusedMultiplyAdd(factor, other[column], row[column]);
    }

    /// <summary>Subtracts from each of some rows the sum of the block's rows times the row's factors.</summary>
    private static void SubtractProducts(ReadOnlySpan<double[]> rows, double[][] factors, double[][] block)
    {
        for (var start = 0; start < block[0].Length; start += ColumnsAtOnce)
        {
            var length = Math.Min(ColumnsAtOnce, block[0].Length - start);
            if (rows.Length == RowsAtOnce)
            {
                var whole = length - (length % Vector<double>.Count);
                SubtractFromFour(rows, factors, block, start, whole);
                SubtractFromEach(rows, factors, block, start + whole, length - whole);
            }
            else
            {
                SubtractFromEach(rows, factors, block, start, length);
            }
        }
    }

    /// <summary>Four rows at once, so that what is read of the block is used four times.</summary>
    private static void SubtractFromFour(ReadOnlySpan<double[]> rows, double[][] factors, double[][] block, int start, int length)
    {
        for (var column = start; column < start + length; column += Vector<double>.Count)
        {
            var (a, b) = (new Vector<double>(rows[0], column), new Vector<double>(rows[1], column));
            var (c, d) = (new Vector<double>(rows[2], column), new Vector<double>(rows[3], column));
            for (var index = 0; index < block.Length; index++)
            {
                var values = new Vector<double>(block[index], column);
                a = Vector.FusedMultiplyAdd(new Vector<double>(-factors[0][index]), values, a);
                b = Vector.FusedMultiplyAdd(new Vector<double>(-factors[1][index]), values, b);
                c = Vector.FusedMultiplyAdd(new Vector<double>(-factors[2][index]), values, c);
                d = Vector.FusedMultiplyAdd(new Vector<double>(-factors[3][index]), values, d);
            }

            a.CopyTo(rows[0], column);
            b.CopyTo(rows[1], column);
            c.CopyTo(rows[2], column);
            d.CopyTo(rows[3], column);
        }
    }

    private static void SubtractFromEach(ReadOnlySpan<double[]> rows, double[][] factors, double[][] block, int start, int length)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = start; column < start + length; column++)
            {
                var value = rows[row][column];
                for (var index = 0; index < block.Length; index++)
                    value = Math.FusedMultiplyAdd(-factors[row][index], block[index][column], value);
                rows[row][column] = value;
            }
        }
    }
}
