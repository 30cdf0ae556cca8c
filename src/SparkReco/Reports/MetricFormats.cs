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
                _ => ValueFormat.Bits,
            };

        /// <summary>Of differences.</summary>
        public ValueFormat Signed =>
            metric.Unit switch
            {
                MetricUnit.Share => ValueFormat.SignedPoints,
                MetricUnit.Score => ValueFormat.SignedFineScore,
                MetricUnit.Minutes => ValueFormat.SignedMinutes,
                _ => ValueFormat.SignedBits,
            };

        /// <summary>The name at the head of a row, a chart or a list.</summary>
        public string Heading => Words.Capital(metric.Title);
    }
}
