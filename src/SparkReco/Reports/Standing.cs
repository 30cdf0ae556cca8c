using SparkReco.Judging;
using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>Who is better, all metrics taken together.</summary>
public enum Outcome
{
    TooFewUsers,
    NotClear,
    Personalize,
    Baseline,

    /// <summary>Some metrics name the one system, some the other.</summary>
    Divided,
}

/// <summary>
/// What the verdicts on a segment say together: which metrics name which system. Every word about who is better comes from here, so that none
/// contradicts a row of the table.
/// </summary>
/// <param name="Segment">The segment, as the table names it.</param>
/// <param name="Users">Its judged users.</param>
/// <param name="ForPersonalize">The metrics that name Amazon Personalize.</param>
/// <param name="ForBaseline">The metrics that name the baseline.</param>
public sealed record Standing(string Segment, long Users, IReadOnlyList<Metric> ForPersonalize, IReadOnlyList<Metric> ForBaseline)
{
    public Outcome Outcome =>
        (ForPersonalize.Count, ForBaseline.Count) switch
        {
            (0, 0) => Users < ComparisonJudge.MinUsers ? Outcome.TooFewUsers : Outcome.NotClear,
            (_, 0) => Outcome.Personalize,
            (0, _) => Outcome.Baseline,
            _ => Outcome.Divided,
        };

    /// <summary>Of a segment at the main list length; nothing where it is not judged.</summary>
    public static Standing? Of(ReportData data, string segment)
    {
        var rows = MetricList
            .PerUser.Select(metric => (Metric: metric, Row: data.Compared(metric.Name, segment)))
            .Where(pair => pair.Row is not null)
            .ToArray();
        return rows.Length == 0
            ? null
            : new Standing(segment, rows.Max(pair => pair.Row!.Users), Naming(Verdicts.Personalize), Naming(Verdicts.Baseline));

        IReadOnlyList<Metric> Naming(string verdict) => Foremost([.. rows.Where(pair => pair.Row!.Verdict == verdict).Select(pair => pair.Metric)]);
    }

    /// <summary>Of all segments: tiers, then sizes of history from none upwards.</summary>
    public static IReadOnlyList<Standing> OfSegments(ReportData data) =>
        [.. data.Segments().Where(segment => segment != "all").Select(segment => Of(data, segment)).OfType<Standing>()];

    /// <summary>The metrics that headlines name or, where none of them speaks, all.</summary>
    public static IReadOnlyList<Metric> Foremost(IReadOnlyList<Metric> metrics) =>
        metrics.Any(metric => metric.Headline is not null) ? [.. metrics.Where(metric => metric.Headline is not null)] : metrics;
}
