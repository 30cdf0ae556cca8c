using SparkReco.Experiments;

namespace SparkReco.Reports;

/// <summary>What the log tells of lists that people were shown: the rows of <c>engagement_by_source</c>, <c>experiment_summary</c> and <c>experiment_checks</c>.</summary>
public sealed record ExperimentReport(
    IReadOnlyList<ExperimentReport.SourceRow> Sources,
    IReadOnlyList<ExperimentReport.SummaryRow> Summary,
    IReadOnlyList<ExperimentReport.CheckRow> Checks
)
{
    /// <summary>What lists would have been clicked, by impressions that log a propensity; none where no impression does.</summary>
    public IReadOnlyList<PolicyRow> Policies { get; init; } = [];

    /// <summary>Of a log whose impressions name no source.</summary>
    public static ExperimentReport Empty { get; } = new([], [], []);

    /// <summary>What one experiment found, for whoever speaks of it in a sentence.</summary>
    /// <param name="Control">The source that the other one is measured against.</param>
    /// <param name="Treatment">The source that is measured.</param>
    /// <param name="Kind">One of <see cref="ExperimentKind"/>.</param>
    /// <param name="FirstOn">The first day.</param>
    /// <param name="LastOn">The last day.</param>
    /// <param name="IsTrusted">Whether no check failed.</param>
    /// <param name="ForTreatment">Metrics by which the treatment is better for all users.</param>
    /// <param name="ForControl">Metrics by which the control is better for all users.</param>
    /// <param name="Rows">The figures of all users, the most telling metric first.</param>
    public sealed record Finding(
        string Control,
        string Treatment,
        string Kind,
        DateOnly FirstOn,
        DateOnly LastOn,
        bool IsTrusted,
        IReadOnlyList<ExperimentMetric> ForTreatment,
        IReadOnlyList<ExperimentMetric> ForControl,
        IReadOnlyList<SummaryRow> Rows
    )
    {
        /// <summary>Whether users were given one source or the other by the test, so that differences are due to the sources.</summary>
        public bool IsAbTest => Kind == ExperimentKind.AbTest;

        /// <summary>The source that is better by some metric and worse by none; null where there is none.</summary>
        public string? Winner =>
            (ForTreatment.Count, ForControl.Count) switch
            {
                (> 0, 0) => Treatment,
                (0, > 0) => Control,
                _ => null,
            };
    }

    public sealed record SourceRow(
        string Source,
        string Segment,
        string Metric,
        long Impressions,
        long Users,
        double Value,
        double? Low,
        double? High
    );

    public sealed record SummaryRow(
        string Control,
        string Treatment,
        string Segment,
        string Metric,
        string Kind,
        DateOnly FirstOn,
        DateOnly LastOn,
        long ControlUsers,
        long TreatmentUsers,
        double ControlValue,
        double TreatmentValue,
        double Difference,
        double? Low,
        double? High,
        double? Relative,
        double? RelativeLow,
        double? RelativeHigh,
        double? PValue,
        double? CupedDifference,
        double? CupedLow,
        double? CupedHigh,
        double? CupedPValue,
        double? AdjustedPValue,
        double? AlwaysValidLow,
        double? AlwaysValidHigh,
        double? Detectable,
        long? UsersNeeded,
        string Verdict
    )
    {
        /// <summary>Whether a source is named.</summary>
        public bool IsClear => Verdict is ExperimentVerdict.Treatment or ExperimentVerdict.Control;

        /// <summary>The source that the verdict names; null for neither.</summary>
        internal string? Better =>
            Verdict switch
            {
                ExperimentVerdict.Treatment => Treatment,
                ExperimentVerdict.Control => Control,
                _ => null,
            };

        /// <summary>The difference that the verdict rests on, with its interval: adjusted for the past where that is known.</summary>
        internal (double Value, double? Low, double? High) Leading =>
            CupedDifference is { } adjusted ? (adjusted, CupedLow, CupedHigh) : (Difference, Low, High);

        /// <summary>The same as a share of the control's value, whose own noise the adjusted interval leaves out.</summary>
        internal (double? Value, double? Low, double? High) LeadingRelative =>
            CupedDifference is { } adjusted
                ? (adjusted / ControlValue, CupedLow / ControlValue, CupedHigh / ControlValue)
                : (Relative, RelativeLow, RelativeHigh);
    }

    public sealed record PolicyRow(
        string System,
        string Estimator,
        double? Value,
        double? Low,
        double? High,
        long Rounds,
        long Matches,
        double Effective,
        double LargestWeight,
        string Message
    );

    public sealed record CheckRow(
        string Control,
        string Treatment,
        string CheckName,
        double? CheckedValue,
        double? Threshold,
        string Status,
        string Message
    );

    /// <summary>The experiments, those that are A/B tests first, then those with most users.</summary>
    public IReadOnlyList<Finding> Findings() =>
        [
            .. Summary
                .GroupBy(row => (row.Control, row.Treatment))
                .Select(pair => Of([.. pair]))
                .OrderBy(finding => finding.IsAbTest ? 0 : 1)
                .ThenByDescending(finding => finding.Rows.Sum(row => row.ControlUsers + row.TreatmentUsers))
                .ThenBy(finding => finding.Treatment, StringComparer.Ordinal),
        ];

    /// <summary>The checks of an experiment.</summary>
    public IEnumerable<CheckRow> ChecksOf(Finding finding) =>
        Checks.Where(check => check.Control == finding.Control && check.Treatment == finding.Treatment);

    private Finding Of(IReadOnlyList<SummaryRow> rows)
    {
        var first = rows[0];
        SummaryRow[] all =
        [
            .. ExperimentMetric
                .All.Select(metric => rows.FirstOrDefault(row => row.Segment == "all" && row.Metric == metric.Name))
                .OfType<SummaryRow>(),
        ];
        return new(
            first.Control,
            first.Treatment,
            first.Kind,
            first.FirstOn,
            first.LastOn,
            Checks
                .Where(check => check.Control == first.Control && check.Treatment == first.Treatment)
                .All(check => check.Status != CheckStatus.Failed),
            Metrics(ExperimentVerdict.Treatment),
            Metrics(ExperimentVerdict.Control),
            all
        );

        ExperimentMetric[] Metrics(string verdict) => [.. all.Where(row => row.Verdict == verdict).Select(row => ExperimentMetric.Of(row.Metric))];
    }
}
