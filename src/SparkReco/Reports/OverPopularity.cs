using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>What the metrics say together of a system against the plain popularity list, each after Holm's correction for their number.</summary>
/// <param name="System">Whose lists they are.</param>
/// <param name="Users">The judged users.</param>
/// <param name="Better">The metrics by which it is better.</param>
/// <param name="Worse">The metrics by which plain popularity is better.</param>
internal sealed record OverPopularity(string System, long Users, IReadOnlyList<Metric> Better, IReadOnlyList<Metric> Worse)
{
    public static OverPopularity? Of(ReportData data, string system = Systems.Baseline)
    {
        var rows = MetricList
            .PerUser.Select(metric => (Metric: metric, Row: data.Evaluated(system, metric.Name)!))
            .Where(pair => pair.Row is { OverPopularity: not null })
            .ToArray();
        var level = data.Settings.Comparison.ConfidencePercent / 100d;
        var adjusted = Bootstrap.Holm([.. rows.Select(pair => PValue(pair.Row, level))]);
        return rows.Length == 0 ? null : new OverPopularity(system, rows.Max(pair => pair.Row.Users), Ahead(1), Ahead(-1));

        IReadOnlyList<Metric> Ahead(int side) =>
            Standing.Foremost([
                .. rows.Where(
                        (pair, index) =>
                            pair.Row is { OverPopularityLow: { } low, OverPopularityHigh: { } high }
                            && (low > 0 || high < 0)
                            && adjusted[index] <= 1 - level
                            && Math.Sign(pair.Metric.Gain(low)) == side
                    )
                    .Select(pair => pair.Metric),
            ]);
    }

    /// <summary>Two-sided, of a normal mean with the standard error that the interval has.</summary>
    private static double PValue(ReportData.EvaluationRow row, double level)
    {
        var error = (row.OverPopularityHigh - row.OverPopularityLow) / (2 * StudentT.NormalQuantile((1 - level) / 2));
        return error > 0 ? 2 * Normal.UpperTail(Math.Abs(row.OverPopularity!.Value) / error.Value)
            : row.OverPopularity == 0 || error is null ? 1
            : 0;
    }

    /// <summary>The verdict; its beginning is the system's name.</summary>
    public string Verdict =>
        (Better.Count, Worse.Count) switch
        {
            _ when Users < ComparisonJudge.MinUsers => $"{Who} has too few users to be compared with plain popularity",
            (0, 0) => $"{Who} is not clearly different from plain popularity",
            (_, 0) => $"{Who} beats plain popularity by {Words.Titles(Better)}",
            (0, _) => $"{Who} is behind plain popularity by {Words.Titles(Worse)}",
            _ => $"{Who} beats plain popularity by {Words.Titles(Better)}, but is behind it by {Words.Titles(Worse)}",
        };

    private string Who => Words.Capital(Words.Name(System));

    /// <summary>How good the baseline's lists are, and whether they beat plain popularity.</summary>
    public static string Sentence(ReportData data)
    {
        var k = data.MainCutoff;
        if (
            data.Evaluated("baseline", "hit_rate") is not { } baseline
            || data.Evaluated("popularity", "hit_rate") is not { } plain
            || data.Evaluated("random", "hit_rate") is not { } random
        )
            return "Not judged.";
        var hits = MetricList.Of("hit_rate").Format;
        return $"Of {Numbers.Of(baseline.Users, "user")} who did something new {Period.Of(data)}, {hits.Text(baseline.Value)} find one of it among the first {k} of their list; "
            + $"with the plain popularity list it is {hits.Text(plain.Value)}, by chance {hits.Text(random.Value)}. "
            + (Of(data) is { } over ? $"{over.Verdict}: {Figures(data)}." : "");
    }

    /// <summary>The headline metrics' leads with their intervals.</summary>
    public static string Figures(ReportData data) =>
        string.Join(
            "; ",
            data.Headlines()
                .Select(metric => (Metric: metric, Row: data.Evaluated("baseline", metric.Name)))
                .Where(pair => pair.Row?.OverPopularity is not null)
                .Select(pair =>
                    $"{pair.Metric.Title} {Numbers.Text(pair.Row!.OverPopularity, pair.Metric.Signed)} ({Numbers.Interval(pair.Row.OverPopularityLow, pair.Row.OverPopularityHigh, pair.Metric.Signed)})"
                )
        );
}
