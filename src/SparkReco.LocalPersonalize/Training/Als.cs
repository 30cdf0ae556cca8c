using System.Runtime.CompilerServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// Implicit matrix factorisation by alternating least squares (Hu, Koren and Volinsky, Collaborative filtering for implicit feedback datasets, ICDM 2008, section 4).
/// What was used r times is liked with the confidence 1 + Alpha·ln(1 + r). Rows are solved each on its own, so the number of threads changes nothing.
/// </summary>
internal sealed class Als
{
    private const float Alpha = 8;
    private const float Ridge = 1;

    // The parts of a sum over all rows; a fixed number, added in order.
    private const int Parts = 16;
    private readonly ParallelOptions _parallel;

    /// <summary>Begins with small random factors.</summary>
    public Als(int users, int items, int rank, int seed, ParallelOptions parallel)
    {
        (Rank, _parallel) = (rank, parallel);
        (Users, Items) = (new float[users * rank], new float[items * rank]);
        var random = new Random(seed);
        for (var i = 0; i < Items.Length; i++)
            Items[i] = (random.NextSingle() - 0.5f) / 5;
    }

    /// <summary>The number of factors.</summary>
    public int Rank { get; }

    /// <summary>The factors of the users, one user after the other.</summary>
    public float[] Users { get; }

    /// <summary>The factors of the items, one item after the other.</summary>
    public float[] Items { get; }

    /// <summary>Solves the users for given items, then the items for given users, some times.</summary>
    public void Sweep(Uses byUser, Uses byItem, int times)
    {
        for (var i = 0; i < times; i++)
        {
            SolveRows(byUser, Items, Users);
            SolveRows(byItem, Users, Items);
        }
    }

    private void SolveRows(Uses uses, float[] given, float[] wanted)
    {
        var gram = Gram(given, Rank, _parallel);
        Parallel.For(
            0,
            uses.Rows,
            _parallel,
            () => new float[Rank * Rank],
            (row, _, matrix) =>
            {
                SolveRow(gram, given, uses.Of(row), uses.CountsOf(row), matrix, wanted.AsSpan(row * Rank, Rank));
                return matrix;
            },
            _ => { }
        );
    }

    /// <summary>YᵀY + ridge, the lower triangle.</summary>
    public static float[] Gram(float[] factors, int rank, ParallelOptions parallel)
    {
        var rows = factors.Length / rank;
        var parts = new float[Parts][];
        Parallel.For(
            0,
            Parts,
            parallel,
            part =>
            {
                parts[part] = new float[rank * rank];
                for (var row = (int)((long)rows * part / Parts); row < (long)rows * (part + 1) / Parts; row++)
                    AddOuter(1, factors.AsSpan(row * rank, rank), parts[part]);
            }
        );
        var gram = new float[rank * rank];
        foreach (var part in parts)
            LinearAlgebra.AddScaled(1, part, gram);
        for (var i = 0; i < rank; i++)
            gram[i * rank + i] += Ridge;
        return gram;
    }

    /// <summary>Solves (YᵀY + Yᵀ(C - I)Y + ridge)·x = YᵀCp for one row; equation 4 of the paper.</summary>
    /// <param name="gram">From <see cref="Gram"/>.</param>
    /// <param name="given">The factors Y.</param>
    /// <param name="columns">The row's columns.</param>
    /// <param name="counts">How much each was used.</param>
    /// <param name="matrix">Room for the left side.</param>
    /// <param name="x">Takes the row's factors.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveRow(float[] gram, float[] given, ReadOnlySpan<int> columns, ReadOnlySpan<float> counts, Span<float> matrix, Span<float> x)
    {
        var rank = x.Length;
        x.Clear();
        if (columns.IsEmpty)
            return;
        gram.CopyTo(matrix);
        for (var i = 0; i < columns.Length; i++)
        {
            var y = given.AsSpan(columns[i] * rank, rank);
            var confidence = 1 + Alpha * MathF.Log(1 + counts[i]);
            AddOuter(confidence - 1, y, matrix);
            LinearAlgebra.AddScaled(confidence, y, x);
        }

        LinearAlgebra.Solve(matrix, x);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuter(float weight, ReadOnlySpan<float> y, Span<float> matrix)
    {
        var rank = y.Length;
        for (var i = 0; i < rank; i++)
            LinearAlgebra.AddScaled(weight * y[i], y[..(i + 1)], matrix.Slice(i * rank, i + 1));
    }
}
