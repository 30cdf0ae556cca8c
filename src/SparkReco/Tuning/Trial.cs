using SparkReco.Configuration;

namespace SparkReco.Tuning;

/// <summary>A setting that is tried: what it is called, and the sections that it consists of.</summary>
internal sealed record Candidate(string Name, ItemItemSettings ItemItem, BlendSettings Blend);

/// <summary>What a setting came to in a window: the mean of the users' NDCG, and its standard error.</summary>
internal sealed record WindowResult(DateOnly FirstDay, int Users, double Mean, double Error)
{
    /// <summary>The normal quantile of intervals of 95 %.</summary>
    public const double Quantile = 1.96;

    public double Low => Mean - (Quantile * Error);

    public double High => Mean + (Quantile * Error);
}

/// <summary>What a try came to: the step of the search that it belongs to, the candidate, and the result of each window.</summary>
internal sealed record Trial(string Step, Candidate Candidate, IReadOnlyList<WindowResult> Windows)
{
    /// <summary>The mean over the windows, each of which counts alike.</summary>
    public double Mean => Windows.Average(window => window.Mean);

    public double Low => Mean - (WindowResult.Quantile * Error);

    public double High => Mean + (WindowResult.Quantile * Error);

    private double Error => Math.Sqrt(Windows.Sum(window => window.Error * window.Error)) / Windows.Count;

    /// <summary>Tries a candidate on all windows.</summary>
    public static Trial Of(string step, Candidate candidate, IReadOnlyList<TuningWindow> windows, CancellationToken cancellation) =>
        new(
            step,
            candidate,
            [
                .. windows.Select(window =>
                {
                    var values = window.Try(candidate.ItemItem, candidate.Blend, cancellation);
                    var mean = values.Average();
                    var error = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean))) / values.Length;
                    return new WindowResult(window.FirstDay, values.Length, mean, error);
                }),
            ]
        );
}
