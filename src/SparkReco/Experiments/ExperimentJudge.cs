using SparkReco.Judging;
using SparkReco.Models;

namespace SparkReco.Experiments;

/// <summary>The words of <c>experiment_summary.verdict</c>.</summary>
public static class ExperimentVerdict
{
    public const string Treatment = "treatment is better";
    public const string Control = "control is better";
    public const string NotClear = "no clear difference";
    public const string TooFewUsers = "too few users";

    /// <summary>A check failed: no difference between the arms is due to the sources alone.</summary>
    public const string NotTrusted = "not trusted";

    /// <summary>The log holds no experiment of these two sources.</summary>
    public const string NoExperiment = "not an experiment";
}

/// <summary>Judges the sources that the log's impressions name.</summary>
public static class ExperimentJudge
{
    /// <summary>With fewer users in an arm than this, no verdict is given.</summary>
    public const int MinUsers = 30;

    /// <summary>A row before the correction for being one of many: the leading effect is the adjusted one where there is one.</summary>
    private sealed record Judged(string Segment, ExperimentMetric Metric, Arms Arms, Effect Effect, Effect? Cuped)
    {
        public Effect Leading => Cuped ?? Effect;
    }

    /// <summary>The rows of <c>experiment_summary</c>.</summary>
    public static async Task<IReadOnlyList<object?[]>> SummariseAsync(ModelContext context, CancellationToken cancellation)
    {
        var level = context.Settings.Comparison.ConfidencePercent / 100d;
        var experiments = await ExperimentSums.ReadAsync(context, cancellation);
        return [.. experiments.SelectMany(sums => Rows(sums, context.Settings.Experiment.TreatmentPercent / 100d, level))];
    }

    /// <summary>The rows of <c>engagement_by_source</c>: intervals by Student's t over users, by the delta method.</summary>
    public static async Task<IReadOnlyList<object?[]>> DescribeSourcesAsync(ModelContext context, CancellationToken cancellation)
    {
        var level = context.Settings.Comparison.ConfidencePercent / 100d;
        return await context.Tables.ReadAsync(
            "select source, segment, metric, user_count, n, d, nn, nd, dd from source_sums order by source, segment, metric",
            row =>
            {
                var metric = ExperimentMetric.Of(row.GetString(2));
                var sums = Moments.Of(row.GetInt64(3), [row.GetInt64(4), row.GetInt64(5)], [row.GetInt64(6), row.GetInt64(7), row.GetInt64(8)]);
                var value = sums.Value(Quotient.Metric);
                var reach = sums.Has(Quotient.Metric)
                    ? StudentT.Quantile(level, sums.Users - 1) * Math.Sqrt(sums.Variance(Quotient.Metric))
                    : double.NaN;
                return new object?[]
                {
                    row.GetString(0),
                    row.GetString(1),
                    metric.Name,
                    sums.Sum(Quotient.Metric.Below),
                    sums.Users,
                    value * metric.Scale,
                    Finite((value - reach) * metric.Scale),
                    Finite((value + reach) * metric.Scale),
                };
            },
            cancellation
        );
    }

    private static IEnumerable<object?[]> Rows(ExperimentSums sums, double treatmentShare, double level)
    {
        var isTrusted = ExperimentChecks.Of(sums, treatmentShare, level).All(check => check.Status != CheckStatus.Failed);
        var judged = Judge(sums).ToArray();
        var adjusted = Families.Holm(judged, row => Families.Of(row.Segment, row.Metric.Name), row => row.Leading.PValue);
        return judged.Zip(adjusted, (row, p) => Row(sums.Experiment, row, p, isTrusted, level));
    }

    private static IEnumerable<Judged> Judge(ExperimentSums sums)
    {
        var isPaired = sums.Experiment.IsPaired;
        foreach (var metric in ExperimentMetric.All)
        {
            foreach (
                var segment in sums
                    .Segments.Keys.Where(key => key.Metric == metric.Name && IsReported(key.Segment))
                    .Select(key => key.Segment)
                    .Order(StringComparer.Ordinal)
            )
            {
                var arms = sums.Of(segment, metric);
                if (arms.Effect(isPaired) is { } effect)
                    yield return new(
                        segment,
                        metric,
                        arms,
                        effect.Times(metric.Scale),
                        isPaired ? null : Effect.Adjusted(arms.Control!, arms.Treatment!)?.Times(metric.Scale)
                    );
            }
        }
    }

    /// <summary>Whether a segment is one that people ask for, and not one of a check.</summary>
    private static bool IsReported(string segment) => segment != "everybody" && !segment.StartsWith("joined=", StringComparison.Ordinal);

    private static object?[] Row(Experiment experiment, Judged row, double adjusted, bool isTrusted, double level)
    {
        var (effect, leading) = (row.Effect, row.Leading);
        var (controlUsers, treatmentUsers) = experiment.IsPaired
            ? (row.Arms.Treatment!.Users, row.Arms.Treatment.Users)
            : (row.Arms.Control!.Users, row.Arms.Treatment!.Users);
        var users = experiment.IsPaired ? treatmentUsers : controlUsers + treatmentUsers;
        var (reach, relativeReach) = (effect.Reach(level), effect.RelativeReach(level));
        var relative = effect.Difference / effect.Control;
        var always = AlwaysValid.Reach(leading.Variance, users, level);
        var detectable = Power.Detectable(Math.Sqrt(leading.Variance), level);
        var timesTheUsers = detectable / leading.Difference;
        return
        [
            experiment.Control,
            experiment.Treatment,
            row.Segment,
            row.Metric.Name,
            experiment.Kind,
            experiment.FirstOn,
            experiment.LastOn,
            controlUsers,
            treatmentUsers,
            effect.Control,
            effect.Treatment,
            effect.Difference,
            Finite(effect.Difference - reach),
            Finite(effect.Difference + reach),
            Finite(relative),
            Finite(relative - relativeReach),
            Finite(relative + relativeReach),
            Finite(effect.PValue),
            row.Cuped?.Difference,
            Finite(row.Cuped?.Difference - row.Cuped?.Reach(level)),
            Finite(row.Cuped?.Difference + row.Cuped?.Reach(level)),
            Finite(row.Cuped?.PValue),
            Finite(adjusted),
            Finite(leading.Difference - always),
            Finite(leading.Difference + always),
            Finite(detectable),
            Math.Ceiling(users * timesTheUsers * timesTheUsers) is var needed && needed < 1e15 ? (long)needed : null,
            Verdict(experiment, row, adjusted, isTrusted, level),
        ];
    }

    private static string Verdict(Experiment experiment, Judged row, double adjusted, bool isTrusted, double level) =>
        !experiment.IsExperiment ? ExperimentVerdict.NoExperiment
        : row.Arms.LeastUsers(experiment.IsPaired) < MinUsers ? ExperimentVerdict.TooFewUsers
        : !isTrusted ? ExperimentVerdict.NotTrusted
        : !(Math.Abs(row.Leading.Difference) > row.Leading.Reach(level) && adjusted <= 1 - level) ? ExperimentVerdict.NotClear
        : row.Leading.Difference > 0 ? ExperimentVerdict.Treatment
        : ExperimentVerdict.Control;

    /// <summary>A number, or null where there is none: nothing varies, or nothing is there to divide by.</summary>
    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
