using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>Who is better, all metrics taken together.</summary>
public enum Outcome
{
    TooFewUsers,
    NotClear,
    System,
    Reference,

    /// <summary>Some metrics name the one system, some the other.</summary>
    Divided,
}

/// <summary>
/// What the verdicts on a segment say together: which metrics name which system. Every word about who is better comes from here, so that none
/// contradicts a row of the table.
/// </summary>
/// <param name="Segment">The segment, as the table names it.</param>
/// <param name="Users">Its judged users.</param>
/// <param name="ForSystem">The metrics that name the system.</param>
/// <param name="ForReference">The metrics that name the reference.</param>
public sealed record Standing(string Segment, long Users, IReadOnlyList<Metric> ForSystem, IReadOnlyList<Metric> ForReference)
{
    public Outcome Outcome =>
        (ForSystem.Count, ForReference.Count) switch
        {
            (0, 0) => Users < ComparisonJudge.MinUsers ? Outcome.TooFewUsers : Outcome.NotClear,
            (_, 0) => Outcome.System,
            (0, _) => Outcome.Reference,
            _ => Outcome.Divided,
        };

    /// <summary>Whether any metric names a system.</summary>
    public bool IsClear => ForSystem.Count + ForReference.Count > 0;

    /// <summary>Of a segment at the main list length; nothing where it is not judged.</summary>
    public static Standing? Of(ReportData data, string segment) => Of(data, segment, data.Pair);

    /// <summary>Of a segment and a pair.</summary>
    public static Standing? Of(ReportData data, string segment, SystemPair pair)
    {
        var rows = MetricList
            .PerUser.Select(metric => (Metric: metric, Row: data.Compared(metric.Name, pair, segment)))
            .Where(of => of.Row is not null)
            .ToArray();
        return rows.Length == 0
            ? null
            : new Standing(segment, rows.Max(of => of.Row!.Users), Naming(Verdicts.For(pair.System)), Naming(Verdicts.For(pair.Reference)));

        IReadOnlyList<Metric> Naming(string verdict) => Foremost([.. rows.Where(of => of.Row!.Verdict == verdict).Select(of => of.Metric)]);
    }

    /// <summary>Of all segments, property by property.</summary>
    public static IReadOnlyList<Standing> OfSegments(ReportData data) =>
        [.. Segments.Of(data).Where(segment => segment != Segments.All).Select(segment => Of(data, segment)).OfType<Standing>()];

    /// <summary>In how many parts of the users who is better.</summary>
    public static string Summary(ReportData data)
    {
        var segments = OfSegments(data).Where(segment => segment.Outcome != Outcome.TooFewUsers).ToArray();
        string[] parts =
        [
            .. In(Outcome.System, $"{Words.Name(data.Pair.System)} is better in"),
            .. In(Outcome.Reference, $"{Words.Name(data.Pair.Reference)} is better in"),
            .. In(Outcome.Divided, "the metrics disagree in"),
            .. In(Outcome.NotClear, "there is no evidence of a difference in"),
        ];
        return segments.Length == 0
            ? "There are no parts of the users with users enough to tell apart."
            : $"Of {Html.Numbers.Of(segments.Length, "part")} of the users, {Words.List(parts)}.";

        string[] In(Outcome outcome, string words) =>
            segments.Count(segment => segment.Outcome == outcome) is > 0 and var count ? [$"{words} {Html.Numbers.Count(count)}"] : [];
    }

    /// <summary>The metrics that headlines name or, where none of them speaks, all.</summary>
    public static IReadOnlyList<Metric> Foremost(IReadOnlyList<Metric> metrics) =>
        metrics.Any(metric => metric.Headline is not null) ? [.. metrics.Where(metric => metric.Headline is not null)] : metrics;
}
