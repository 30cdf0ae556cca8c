using SparkReco.Reports.Html;
using SparkReco.Reports.Sections;

namespace SparkReco.Reports;

/// <summary>Renders a report as one HTML file that needs nothing else: no script, no load, readable offline and on paper.</summary>
public static class HtmlReport
{
    /// <summary>The sections, in the order of the page.</summary>
    private static readonly Section[] Sections =
    [
        SummarySection.Section,
        DataQualitySection.Section,
        AudienceSection.Section,
        EngagementSection.Section,
        PopularitySection.Section,
        TuningSection.Section,
        EvaluationSection.Section,
        ComparisonSection.Section,
        AboutSection.Section,
    ];

    public static string Render(ReportData data) => StandIn.Named(data.Settings.Personalize.IsStandIn, Page.Write(Bounded.Of(data), Sections));
}
