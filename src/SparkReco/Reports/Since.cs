using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>What changed since the latest day before that the lake has, in words.</summary>
internal static class Since
{
    /// <summary>That day; null where the lake has no earlier one.</summary>
    public static DateOnly? Day(ReportData data) => data.History.Select(row => row.EarlierOn).FirstOrDefault(day => day is not null);

    /// <summary>The headline figures of the report's pair then and now; sums over days are left out, since the days may be others.</summary>
    public static string Sentence(ReportData data)
    {
        if (Day(data) is not { } day)
            return "The lake has no earlier day: from the next one on this says what changed.";
        string[] changes =
        [
            .. from system in new[] { data.Pair.System, data.Pair.Reference }
            let parts = Changes(data, system).ToArray()
            where parts.Length > 0
            select $"{Words.Name(system)}: {string.Join(", ", parts)}",
        ];
        var settings = data.SettingChanges.Count > 0 ? $" {Numbers.Of(data.SettingChanges.Count, "setting")} changed." : "";
        return $"From {Numbers.Day(day)} to {Numbers.Day(data.RunDate)}: {(changes.Length > 0 ? string.Join("; ", changes) : "nothing that both days have")}.{settings}";
    }

    /// <summary>Headline metrics that do not depend on the number of days judged.</summary>
    public static IEnumerable<Metric> Metrics => MetricList.Headlines.Where(metric => metric.Family != MetricFamily.Engagement);

    public static ReportData.HistoryRow? Of(ReportData data, string system, string figure) =>
        data.History.FirstOrDefault(row => row.System == system && row.Figure == figure);

    private static IEnumerable<string> Changes(ReportData data, string system)
    {
        foreach (var metric in Metrics)
        {
            if (Of(data, system, metric.Name) is { EarlierValue: { } then } row)
                yield return $"{metric.Title} {metric.Format.Text(row.NowValue)} ({metric.Signed.Text(row.NowValue - then)})";
        }

        if (data.Churn.FirstOrDefault(row => row.System == system)?.SelfOverlap is { } same)
            yield return $"{ValueFormat.Percent.Text(same)} of the first {data.MainCutoff} items the same";
    }
}
