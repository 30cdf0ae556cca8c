namespace SparkReco.Reports.Charts;

/// <summary>Maps values to positions, with round numbers as ticks. Bounds are widened to ticks.</summary>
internal sealed class Axis
{
    private readonly double _from;
    private readonly double _to;

    /// <summary>An axis over all finite values, and zero when asked for.</summary>
    public Axis(IEnumerable<double> values, double from, double to, bool withZero, int tickCount = 5, double leastStep = 0)
    {
        (_from, _to) = (from, to);
        var finite = values.Where(double.IsFinite).Concat(withZero ? [0.0] : []).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        if (low == high)
            (low, high) = low == 0 ? (0, 1) : (Math.Min(low, 0), Math.Max(high, 0));
        var step = Math.Max(leastStep, RoundStep((high - low) / tickCount));
        Min = Math.Floor(low / step) * step;
        var count = (int)Math.Round((Math.Ceiling(high / step) * step - Min) / step);
        Max = Min + count * step;
        Ticks = [.. Enumerable.Range(0, count + 1).Select(i => Tidy(Min + i * step, step))];
    }

    /// <summary>An axis that reaches as far to either side of zero, whatever is shown on it.</summary>
    public Axis(double reach, double from, double to)
    {
        (_from, _to, Min, Max) = (from, to, -reach, reach);
        Ticks = [-reach, 0, reach];
    }

    public double Min { get; }

    public double Max { get; }

    public IReadOnlyList<double> Ticks { get; }

    public double Place(double value) => _from + (_to - _from) * (value - Min) / (Max - Min);

    /// <summary>The next of 1, 2, 5 and 10 times a power of ten.</summary>
    public static double RoundStep(double raw)
    {
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        return power
            * (raw / power) switch
            {
                <= 1 => 1,
                <= 2 => 2,
                <= 5 => 5,
                _ => 10,
            };
    }

    /// <summary>Zero where summing steps left a trace of rounding.</summary>
    private static double Tidy(double value, double step) => Math.Abs(value) < step / 1e6 ? 0 : value;
}
