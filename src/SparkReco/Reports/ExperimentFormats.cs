using SparkReco.Experiments;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;

namespace SparkReco.Reports;

/// <summary>How the values of experiments are written: differences are small, so all have two decimals.</summary>
public static class ExperimentFormats
{
    extension(ExperimentMetric metric)
    {
        public ValueFormat Format => metric.Unit == MetricUnit.Minutes ? ValueFormat.FineMinutes : ValueFormat.FinePercent;

        /// <summary>Of differences.</summary>
        public ValueFormat Signed => metric.Unit == MetricUnit.Minutes ? ValueFormat.SignedFineMinutes : ValueFormat.SignedFinePoints;
    }
}
