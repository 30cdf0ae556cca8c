using SparkReco.Configuration;
using SparkReco.Experiments;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>
/// What an A/B test in the log says of the two systems that the report compares, where its checks are passed: it shows what lists do, and so
/// goes before all that is judged by what people did by themselves. Sources are named as the log names them.
/// </summary>
internal static class Tested
{
    /// <summary>Why the test goes first.</summary>
    public const string Weight =
        "A test shows what lists do; the other figures come from what people did by themselves, which favours the system whose lists they saw.";

    /// <summary>The test that leads; null where there is none of these two systems that can be trusted.</summary>
    public static ExperimentReport.Finding? Of(ReportData data) =>
        data
            .Experiment.Findings()
            .FirstOrDefault(finding => finding is { IsAbTest: true, IsTrusted: true, Rows.Count: > 0 } && IsOf(finding, data.Pair));

    /// <summary>"In an A/B test 'new' did better than 'old', but not for all".</summary>
    public static string Answer(ReportData data, ExperimentReport.Finding test)
    {
        var but = Exceptions(data.Experiment, test).Length > 0 ? ", but not for all" : "";
        return (test.ForTreatment.Count, test.ForControl.Count) switch
        {
            (0, 0) => $"An A/B test of '{test.Treatment}' against '{test.Control}' shows no evidence of a difference{but}",
            (_, 0) => $"In an A/B test '{test.Treatment}' did better than '{test.Control}'{but}",
            (0, _) => $"In an A/B test '{test.Control}' did better than '{test.Treatment}'{but}",
            _ => $"In an A/B test '{test.Treatment}' did better by some metrics, '{test.Control}' by others",
        };
    }

    /// <summary>When and of how many users it was, by what, and for whom it was otherwise.</summary>
    public static string Basis(ReportData data, ExperimentReport.Finding test)
    {
        var row = test.Rows[0];
        return $"{Numbers.Day(test.FirstOn)} to {Numbers.Day(test.LastOn)}, {Numbers.Count(row.ControlUsers)} and {Numbers.Of(row.TreatmentUsers, "user")}: {Figures(test)}.{Exceptions(data.Experiment, test)}";
    }

    /// <summary>What to do after the test, for each tier that differs and for all others.</summary>
    public static string Advice(ReportData data, ExperimentReport.Finding test)
    {
        var (answer, tiers) = (Answer(data, test), Others(data.Experiment, test));
        if (tiers.Length > 0)
            return $"{answer}: {string.Join("; ", [.. tiers.Select(What), Rest(test)])}.{Exceptions(data.Experiment, test)}";
        return test.ForTreatment.Count + test.ForControl.Count == 0 ? $"{answer}; {Missed(test)}. Keep what costs less, or test on with more users."
            : test.Winner is { } winner ? $"{answer} ({Figures(test)}): show people the lists of '{winner}'."
            : $"{answer} ({Figures(test)}): decide which of these counts most for you.";
    }

    /// <summary>The tiers whose answer by some metric is another than that of all users: means over both can hide it.</summary>
    public static string Exceptions(ExperimentReport report, ExperimentReport.Finding test) =>
        string.Concat(
            Others(report, test)
                .Select(tier =>
                {
                    var sides = tier.Rows.GroupBy(row => row.Better).Select(side => $"{side.Key} is better by {By(side)}");
                    return $" For {Words.Segment(tier.Segment)} {string.Join(", ", sides)}.";
                })
        );

    /// <summary>The metrics with their differences, those that the verdicts rest on.</summary>
    public static string By(ExperimentReport.Finding test, IReadOnlyList<ExperimentMetric> metrics) =>
        By(metrics.SelectMany(metric => test.Rows.Where(row => row.Metric == metric.Name)));

    /// <summary>A tier that the answer of all users does not fit.</summary>
    /// <param name="Segment">The tier.</param>
    /// <param name="Rows">The clear rows that say so, the most telling metric first.</param>
    /// <param name="Better">The source that is better for the tier by some metric and worse by none; null where metrics differ.</param>
    private sealed record OtherTier(string Segment, IReadOnlyList<ExperimentReport.SummaryRow> Rows, string? Better);

    private static OtherTier[] Others(ExperimentReport report, ExperimentReport.Finding test)
    {
        var clear =
            from metric in ExperimentMetric.All
            from row in report.Summary
            where row.Control == test.Control && row.Treatment == test.Treatment && row.Metric == metric.Name
            where row.IsClear && row.Segment.StartsWith("tier=", StringComparison.Ordinal)
            group row by row.Segment;
        return
        [
            .. from tier in clear
            orderby tier.Key
            let rows = tier.Where(IsOther).ToArray()
            where rows.Length > 0
            select new OtherTier(tier.Key, rows, tier.Select(row => row.Better).Distinct().ToArray() is [var only] ? only : null),
        ];

        bool IsOther(ExperimentReport.SummaryRow row) =>
            test.Rows.FirstOrDefault(all => all.Metric == row.Metric) is { IsClear: true } all
                ? row.Verdict != all.Verdict
                : row.Better != test.Winner;
    }

    private static string What(OtherTier tier) =>
        tier.Better is { } better
            ? $"show {Words.Segment(tier.Segment)} the lists of '{better}'"
            : $"for {Words.Segment(tier.Segment)}, of whom metrics say different things, decide which counts most for you";

    private static string Rest(ExperimentReport.Finding test) =>
        test.Winner is { } winner ? $"show all others the lists of '{winner}'"
        : test.ForTreatment.Count > 0 ? "for all others decide which metric counts most for you"
        : "for all others keep what costs less, or test on with more users";

    public static bool IsOf(ExperimentReport.Finding finding, SystemPair pair) =>
        (finding.Control, finding.Treatment) == (pair.Reference, pair.System)
        || (finding.Treatment, finding.Control) == (pair.Reference, pair.System);

    private static string Figures(ExperimentReport.Finding test) =>
        (test.ForTreatment.Count, test.ForControl.Count) switch
        {
            (0, 0) => Missed(test),
            (_, 0) => $"'{test.Treatment}' is ahead by {By(test, test.ForTreatment)}",
            (0, _) => $"'{test.Control}' is ahead by {By(test, test.ForControl)}",
            _ => $"'{test.Treatment}' is ahead by {By(test, test.ForTreatment)}, '{test.Control}' by {By(test, test.ForControl)}",
        };

    private static string Missed(ExperimentReport.Finding test) =>
        test.Rows[0] is { Detectable: { } detectable } row && double.IsFinite(detectable)
            ? $"by {ExperimentMetric.Of(row.Metric).Title} it would have found {ExperimentMetric.Of(row.Metric).Format.Text(detectable)} or more in 80 of 100 cases"
            : "how small a difference it would have found is not known";

    private static string By(IEnumerable<ExperimentReport.SummaryRow> rows) =>
        Words.List([
            .. rows.Select(row =>
                row.LeadingRelative.Value is { } relative && double.IsFinite(relative)
                    ? $"{ExperimentMetric.Of(row.Metric).Title} ({ValueFormat.SignedPercent.Text(relative)})"
                    : ExperimentMetric.Of(row.Metric).Title
            ),
        ]);
}
