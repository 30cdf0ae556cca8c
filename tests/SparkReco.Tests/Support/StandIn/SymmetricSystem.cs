using SparkReco.Demo;
using SparkReco.Demo.World;

namespace SparkReco.Tests.Support.StandIn;

/// <summary>Solves A x = b for a symmetric, positive definite A by Cholesky's method. One instance serves one thread.</summary>
internal sealed class SymmetricSystem(int size)
{
    /// <summary>A by rows; only the lower triangle is read, and it is overwritten.</summary>
    public double[] Matrix { get; } = new double[size * size];

    /// <summary>b before, x after.</summary>
    public double[] Vector { get; } = new double[size];

    public void Solve()
    {
        Factorise();
        for (var i = 0; i < size; i++)
        {
            for (var k = 0; k < i; k++)
                Vector[i] -= Matrix[i * size + k] * Vector[k];
            Vector[i] /= Matrix[i * size + i];
        }

        for (var i = size - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < size; k++)
                Vector[i] -= Matrix[k * size + i] * Vector[k];
            Vector[i] /= Matrix[i * size + i];
        }
    }

    private void Factorise()
    {
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = Matrix[i * size + j];
                for (var k = 0; k < j; k++)
                    sum -= Matrix[i * size + k] * Matrix[j * size + k];
                Matrix[i * size + j] = i == j ? Math.Sqrt(sum) : sum / Matrix[j * size + j];
            }
        }
    }
}
