using SparkReco.Reports.Html;
using SparkReco.Reports.Sections;

namespace SparkReco.Reports;

/// <summary>
/// Renders a report as one HTML file that needs nothing else, no script, no load, readable offline and on paper; and as JSON with the same
/// figures, for programs.
/// </summary>
public static class HtmlReport
{
    /// <summary>The sections, in the order of the page; those that have nothing to say are left out.</summary>
    private static readonly Section[] Sections =
    [
        AnswerSection.Section,
        TrustSection.Section,
        ForWhomSection.Section,
        ExperimentSection.Section,
        BringsSection.Section,
        AlikeSection.Section,
        WorthSection.Section,
        HistorySection.Section,
        DataSection.Section,
        MethodSection.Section,
    ];

    /// <summary>The sections of lists from files, which know nothing of a company's users, items and events.</summary>
    private static readonly Section[] SectionsOfFiles =
    [
        AnswerSection.Section,
        TrustSection.Section,
        ForWhomSection.Section,
        BringsSection.Section,
        AlikeSection.Section,
        FilesSection.Section,
    ];

    /// <summary>The page.</summary>
    public static string Render(ReportData data)
    {
        var page = Page.Write(Bounded.Of(data), Written(data));
        return data.Files is null ? StandIn.Named(data.Settings.Personalize.IsStandIn, page) : Monthly.Without(page);
    }

    /// <summary>Its sections, as the page and its twin have them.</summary>
    internal static IReadOnlyList<WrittenSection> Written(ReportData data)
    {
        var bounded = Bounded.Of(data);
        return [.. (data.Files is null ? Sections : SectionsOfFiles).Select(section => section.Of(bounded)).OfType<WrittenSection>()];
    }
}
