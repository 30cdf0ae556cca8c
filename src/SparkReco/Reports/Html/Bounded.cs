using System.Text;

namespace SparkReco.Reports.Html;

/// <summary>
/// Cuts what could make a page long: texts that come from data, and lists beyond what a reader reads. Numbers that are not finite are
/// taken for missing.
/// </summary>
internal static class Bounded
{
    private const int MostCharacters = 120;
    private const int MostRows = 40;
    private const int MostTrials = 200;
    private const int MostDays = 400;
    private const int MostSteps = 501;

    public static ReportData Of(ReportData data) =>
        data with
        {
            RunId = Cut(data.RunId),
            Engine = Cut(data.Engine),
            Rejections = [.. data.Rejections.Take(MostRows).Select(row => row with { Reason = Cut(row.Reason), Example = Cut(row.Example) })],
            Issues =
            [
                .. data.Issues.Take(MostRows).Select(row => row with { System = Cut(row.System), Text = Cut(row.Text), Example = Cut(row.Example) }),
            ],
            Audiences = [.. data.Audiences.Take(MostRows).Select(row => row with { Tier = Cut(row.Tier) })],
            Catalogue = [.. data.Catalogue.Take(MostRows).Select(row => row with { ContentType = Cut(row.ContentType) })],
            Activities = [.. data.Activities.Take(MostRows).Select(row => row with { EventType = Cut(row.EventType) })],
            BusiestUsers = [.. data.BusiestUsers.Take(MostRows).Select(row => row with { UserId = Cut(row.UserId) })],
            Days = [.. data.Days.TakeLast(MostDays)],
            Movers = [.. data.Movers.Take(MostRows).Select(row => row with { Title = Cut(row.Title), ContentType = Cut(row.ContentType) })],
            Reasons = [.. data.Reasons.Take(MostRows).Select(row => row with { Name = Cut(row.Name) })],
            Evaluation = [.. data.Evaluation.Where(row => double.IsFinite(row.Value)).Select(Finite)],
            Comparison = [.. data.Comparison.Select(Finite)],
            SettingChanges =
            [
                .. data
                    .SettingChanges.Take(MostRows)
                    .Select(row => new ReportData.SettingChange(Cut(row.Setting), Cut(row.EarlierValue), Cut(row.NowValue))),
            ],
            Overlaps = [.. data.Overlaps.Take(MostSteps)],
            Trials = [.. data.Trials.Take(MostTrials).Select(row => row with { Step = Cut(row.Step), Setting = Cut(row.Setting) })],
            Experiment = Of(data.Experiment),
        };

    private static ExperimentReport Of(ExperimentReport report) =>
        new(
            [.. report.Sources.Select(row => row with { Source = Cut(row.Source), Segment = Cut(row.Segment) })],
            [.. report.Summary.Select(row => row with { Control = Cut(row.Control), Treatment = Cut(row.Treatment), Segment = Cut(row.Segment) })],
            [.. report.Checks.Select(row => row with { Control = Cut(row.Control), Treatment = Cut(row.Treatment) })]
        )
        {
            Policies = report.Policies,
        };

    private static ReportData.EvaluationRow Finite(ReportData.EvaluationRow row) =>
        row with
        {
            Segment = Cut(row.Segment),
            Low = Numbers.Finite(row.Low),
            High = Numbers.Finite(row.High),
            OverPopularity = Numbers.Finite(row.OverPopularity),
            OverPopularityLow = Numbers.Finite(row.OverPopularityLow),
            OverPopularityHigh = Numbers.Finite(row.OverPopularityHigh),
        };

    private static ReportData.ComparisonRow Finite(ReportData.ComparisonRow row) =>
        row with
        {
            Segment = Cut(row.Segment),
            ReferenceValue = Numbers.Finite(row.ReferenceValue),
            SystemValue = Numbers.Finite(row.SystemValue),
            Detectable = Numbers.Finite(row.Detectable),
            Difference = Numbers.Finite(row.Difference),
            Agreement = Numbers.Finite(row.Agreement),
            Low = Numbers.Finite(row.Low),
            High = Numbers.Finite(row.High),
            PValue = Numbers.Finite(row.PValue),
            AdjustedPValue = Numbers.Finite(row.AdjustedPValue),
        };

    private static string Cut(string text)
    {
        if (text.Length <= MostCharacters)
            return text;
        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes().Take(MostCharacters - 1))
            kept.Append(rune);
        return kept.Append('…').ToString();
    }
}
