using System.Runtime.CompilerServices;

namespace SparkReco.LocalPersonalize.Training;

/// <summary>
/// Learns weights from choices: conditional logit (McFadden, Conditional logit analysis of qualitative choice behavior, 1974) over sampled alternatives with the
/// correction of their chances, by Newton's method with a ridge. What such weights score are logits.
/// </summary>
internal static class ChoiceModel
{
    private const int MostSteps = 12;
    private const double Enough = 0.01;
    private const double Ridge = 1;
    private const double LongestStep = 2;

    // Choices are summed by parts of this many, the parts in their order.
    private const int PartLength = 32;

    /// <summary>The weights of each kind of alternative, one kind after the other.</summary>
    public static float[] Fit(IReadOnlyList<Choice> choices, int kinds, int width, ParallelOptions parallel)
    {
        var weights = new double[kinds * width];
        for (var step = 0; step < MostSteps && choices.Count > 0; step++)
        {
            var change = Step(choices, weights, width, parallel);
            var longest = change.Max(Math.Abs);
            LinearAlgebra.AddScaled(Math.Min(1, LongestStep / longest), change, weights);
            if (longest < Enough)
                break;
        }

        return Array.ConvertAll(weights, weight => (float)weight);
    }

    private static double[] Step(IReadOnlyList<Choice> choices, double[] weights, int width, ParallelOptions parallel)
    {
        var size = weights.Length;
        var parts = new Slopes[(choices.Count + PartLength - 1) / PartLength];
        Parallel.For(
            0,
            parts.Length,
            parallel,
            part =>
            {
                parts[part] = new Slopes(size, width);
                for (var i = part * PartLength; i < Math.Min(choices.Count, (part + 1) * PartLength); i++)
                    parts[part].Add(choices[i], weights);
            }
        );
        var (gradient, curvature) = (new double[size], new double[size * size]);
        foreach (var part in parts)
        {
            LinearAlgebra.AddScaled(1, part.Gradient, gradient);
            LinearAlgebra.AddScaled(1, part.Curvature, curvature);
        }

        LinearAlgebra.AddScaled(-Ridge, weights, gradient);
        for (var i = 0; i < size; i++)
            curvature[i * size + i] += Ridge;
        LinearAlgebra.Solve<double>(curvature, gradient);
        return gradient;
    }

    /// <summary>The first and minus the second derivatives of the choices' log-likelihood.</summary>
    private sealed class Slopes(int size, int width)
    {
        private const double Negligible = 1e-6;
        private readonly double[] _values = new double[width];

        public double[] Gradient { get; } = new double[size];

        public double[] Curvature { get; } = new double[size * size];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Add(Choice choice, double[] weights)
        {
            var chances = Chances(choice, weights);
            var mean = new double[size];
            double weight = choice.Weight;
            for (var i = 0; i < chances.Length; i++)
            {
                if (chances[i] < Negligible)
                    continue;
                Read(choice, i);
                var first = choice.Kinds[i] * width;
                LinearAlgebra.AddScaled(chances[i], _values, mean.AsSpan(first, width));
                for (var k = 0; k < width; k++)
                    LinearAlgebra.AddScaled(
                        weight * chances[i] * _values[k],
                        _values.AsSpan(0, k + 1),
                        Curvature.AsSpan((first + k) * size + first, k + 1)
                    );
            }

            for (var k = 0; k < size; k++)
                LinearAlgebra.AddScaled(-weight * mean[k], mean.AsSpan(0, k + 1), Curvature.AsSpan(k * size, k + 1));
            LinearAlgebra.AddScaled(-weight, mean, Gradient);
            foreach (var (alternative, share) in choice.Taken)
            {
                Read(choice, alternative);
                LinearAlgebra.AddScaled(share, _values, Gradient.AsSpan(choice.Kinds[alternative] * width, width));
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        private double[] Chances(Choice choice, double[] weights)
        {
            var chances = new double[choice.Kinds.Length];
            for (var i = 0; i < chances.Length; i++)
            {
                Read(choice, i);
                chances[i] = choice.Offsets[i] + LinearAlgebra.Dot<double>(_values, weights.AsSpan(choice.Kinds[i] * width, width));
            }

            var highest = chances.Max();
            for (var i = 0; i < chances.Length; i++)
                chances[i] = Math.Exp(chances[i] - highest);
            var sum = chances.Sum();
            for (var i = 0; i < chances.Length; i++)
                chances[i] /= sum;
            return chances;
        }

        private void Read(Choice choice, int alternative)
        {
            for (var k = 0; k < width; k++)
                _values[k] = choice.Values[alternative * width + k];
        }
    }
}
