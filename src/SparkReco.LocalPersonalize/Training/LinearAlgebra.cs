using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>The few operations on vectors and matrices that models are made of, for float and double. Compiled in full at once, here and in other loops of the training: a short one would be over before the runtime finds them worth it.</summary>
internal static class LinearAlgebra
{
    /// <summary>Solves A·x = b for a symmetric positive definite A by Cholesky's factorisation (Golub and Van Loan, Matrix Computations, section 4.2).</summary>
    /// <param name="a">The lower triangle of A, row by row in a square; becomes the factor.</param>
    /// <param name="x">Holds b, and becomes x.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve<T>(Span<T> a, Span<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var n = x.Length;
        for (var j = 0; j < n; j++)
        {
            ReadOnlySpan<T> rowJ = a.Slice(j * n, j);
            var diagonal = T.Sqrt(T.Max(a[j * n + j] - Dot(rowJ, rowJ), T.CreateChecked(1e-9)));
            a[j * n + j] = diagonal;
            for (var i = j + 1; i < n; i++)
                a[i * n + j] = (a[i * n + j] - Dot(a.Slice(i * n, j), rowJ)) / diagonal;
        }

        for (var i = 0; i < n; i++)
            x[i] = (x[i] - Dot(a.Slice(i * n, i), x[..i])) / a[i * n + i];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < n; k++)
                x[i] -= a[k * n + i] * x[k];
            x[i] /= a[i * n + i];
        }
    }

    /// <summary>The scalar product.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static T Dot<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged, INumber<T>
    {
        var left = MemoryMarshal.Cast<T, Vector<T>>(a);
        var right = MemoryMarshal.Cast<T, Vector<T>>(b);
        var sums = Vector<T>.Zero;
        for (var i = 0; i < left.Length; i++)
            sums += left[i] * right[i];
        var sum = Vector.Sum(sums);
        for (var i = left.Length * Vector<T>.Count; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    /// <summary>Adds a multiple: y becomes y + factor·x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled<T>(T factor, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, INumber<T>
    {
        var from = MemoryMarshal.Cast<T, Vector<T>>(x);
        var to = MemoryMarshal.Cast<T, Vector<T>>(y);
        var factors = new Vector<T>(factor);
        for (var i = 0; i < from.Length; i++)
            to[i] += factors * from[i];
        for (var i = from.Length * Vector<T>.Count; i < x.Length; i++)
            y[i] += factor * x[i];
    }
}
