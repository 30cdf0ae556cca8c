using SparkReco.Metrics;
using SparkReco.Reports.Charts;

namespace SparkReco.Reports;

/// <summary>How the values of metrics are written: alike in sentences, charts and tables.</summary>
public static class MetricFormats
{
    extension(Metric metric)
    {
        public ValueFormat Format =>
            metric.Unit switch
            {
                MetricUnit.Share => ValueFormat.Percent,
                MetricUnit.Score => ValueFormat.FineScore,
                MetricUnit.Minutes => ValueFormat.Minutes,
                MetricUnit.Count => ValueFormat.FineScore,
                MetricUnit.Change => ValueFormat.SignedPercent,
                _ => ValueFormat.Bits,
            };

        /// <summary>Of differences.</summary>
        public ValueFormat Signed =>
            metric.Unit switch
            {
                MetricUnit.Share => ValueFormat.SignedPoints,
                MetricUnit.Score => ValueFormat.SignedFineScore,
                MetricUnit.Minutes => ValueFormat.SignedMinutes,
                MetricUnit.Count => ValueFormat.SignedFineScore,
                MetricUnit.Change => ValueFormat.SignedPoints,
                _ => ValueFormat.SignedBits,
            };

        /// <summary>The figure with its list length; sums are per month, as <see cref="Monthly"/> makes them.</summary>
        public string FigureAt(int k) => metric.HeadlineAt(k) + (metric.Family == MetricFamily.Engagement ? ", a month" : "");

        /// <summary>A column's head: in as few words as can be.</summary>
        public string Short =>
            metric.Name switch
            {
                "hit_rate" => "Find something",
                "ndcg" => "Order (NDCG)",
                "watch_minutes" => "Watch time, month",
                _ => metric.Heading,
            };

        /// <summary>A column's head where there is hardly any room.</summary>
        public string Shortest =>
            metric.Name switch
            {
                "hit_rate" => "Find",
                "ndcg" => "Order",
                "watch_minutes" => "Watch",
                _ => metric.Heading,
            };

        /// <summary>What it says, with the list length that the report speaks of.</summary>
        public string MeaningAt(int k) => metric.Meaning.Replace("first k", $"first {k}", StringComparison.Ordinal);

        /// <summary>The name at the head of a row, a chart or a list.</summary>
        public string Heading => Words.Capital(metric.Title);
    }
}
