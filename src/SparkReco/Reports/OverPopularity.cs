using SparkReco.Metrics;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>What the metrics say together of the baseline against the plain popularity list.</summary>
/// <param name="Users">The judged users.</param>
/// <param name="Better">The metrics by which the baseline is better.</param>
/// <param name="Worse">The metrics by which plain popularity is better.</param>
internal sealed record OverPopularity(long Users, IReadOnlyList<Metric> Better, IReadOnlyList<Metric> Worse)
{
    public static OverPopularity? Of(ReportData data)
    {
        var rows = MetricList
            .PerUser.Select(metric => (Metric: metric, Row: data.Evaluated("baseline", metric.Name)!))
            .Where(pair => pair.Row is { OverPopularity: not null })
            .ToArray();
        return rows.Length == 0 ? null : new OverPopularity(rows.Max(pair => pair.Row.Users), Ahead(1), Ahead(-1));

        IReadOnlyList<Metric> Ahead(int side) =>
            Standing.Foremost([
                .. rows.Where(pair =>
                        pair.Row is { OverPopularityLow: { } low, OverPopularityHigh: { } high }
                        && (low > 0 || high < 0)
                        && Math.Sign(pair.Metric.Gain(low)) == side
                    )
                    .Select(pair => pair.Metric),
            ]);
    }

    /// <summary>The verdict; its beginning is "The baseline".</summary>
    public string Verdict =>
        (Better.Count, Worse.Count) switch
        {
            _ when Users < Judging.ComparisonJudge.MinUsers => "The baseline has too few users to be compared with plain popularity",
            (0, 0) => "The baseline is not clearly different from plain popularity",
            (_, 0) => $"The baseline beats plain popularity by {Words.Titles(Better)}",
            (0, _) => $"The baseline is behind plain popularity by {Words.Titles(Worse)}",
            _ => $"The baseline beats plain popularity by {Words.Titles(Better)}, but is behind it by {Words.Titles(Worse)}",
        };

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
