using SparkReco.Experiments;

namespace SparkReco.Reports;

/// <summary>
/// One source of a test is ahead over all users, and the other in every tier: the arms have different shares of the tiers, and who reads only
/// the whole is misled (Simpson, The interpretation of interaction in contingency tables, J. R. Stat. Soc. B 1951). Lists that the same
/// users have of two systems can't differ so; people who were shown the one or the other can.
/// </summary>
/// <param name="Metric">By which it is so.</param>
/// <param name="Tiers">How many tiers there are.</param>
/// <param name="Overall">The source that is ahead over all users.</param>
/// <param name="Other">The source that is ahead in every tier.</param>
public sealed record Simpson(ExperimentMetric Metric, int Tiers, string Overall, string Other)
{
    /// <summary>Of each metric of a pair of sources; noise is left out: the difference of all users is clear, or that of a tier.</summary>
    public static IReadOnlyList<Simpson> Of(ExperimentReport report) =>
        [
            .. from finding in report.Findings()
            from all in finding.Rows
            let sign = Sign(all)
            let tiers = report
                .Summary.Where(row => row.Control == finding.Control && row.Treatment == finding.Treatment && row.Metric == all.Metric)
                .Where(row => row.Segment.StartsWith("tier=", StringComparison.Ordinal))
                .ToArray()
            where sign != 0 && tiers.Length >= 2 && tiers.All(row => Sign(row) == -sign)
            where all.IsClear || tiers.Any(row => row.IsClear)
            select new Simpson(
                ExperimentMetric.Of(all.Metric),
                tiers.Length,
                sign > 0 ? finding.Treatment : finding.Control,
                sign > 0 ? finding.Control : finding.Treatment
            ),
        ];

    /// <summary>It in a sentence.</summary>
    public string Sentence =>
        $"By {Metric.Title} '{Overall}' is ahead over all people who were shown lists, but '{Other}' in all {Tiers} tiers: "
        + "the two were shown to different shares of the tiers, and that decides the whole (Simpson's paradox), so believe the tiers.";

    private static int Sign(ExperimentReport.SummaryRow row) => double.IsNaN(row.Difference) ? 0 : Math.Sign(row.Difference);
}
