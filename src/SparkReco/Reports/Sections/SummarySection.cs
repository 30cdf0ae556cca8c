using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>The first screen: the answer, what to do, the big figures, and all findings.</summary>
internal static class SummarySection
{
    private const string WhatToDo = "What to do";

    public static Section Section { get; } = new("summary", "Summary", Takeaway, Write);

    private static string Takeaway(ReportData data) =>
        data.HasComparison
            ? "Does Amazon Personalize foretell what people do next better than the company's own lists?"
            : "Do the company's own lists foretell what people do next?";

    private static void Write(HtmlWriter html, ReportData data)
    {
        var findings = Findings.Of(data);
        var headline = Headline.Of(data);
        html.Open("div", ("class", "verdict " + headline.Mood)).Element("p", headline.Answer, ("class", "words"));
        html.Element("p", headline.Why);
        foreach (var finding in findings.Where(finding => finding.Heading == WhatToDo))
            html.Open("p", ("class", "do")).Element("strong", finding.Heading + ":").Text(finding.Text).Close();
        html.Close().Open("ul", ("class", "figures"));
        foreach (var figure in KeyFigures.Of(data))
            figure.Write(html);
        html.Close();
        Blocks.Heading(html, "Findings");
        Blocks.Terms(html, findings.Where(finding => finding.Heading != WhatToDo).Select(finding => (finding.Heading, finding.Text)));
    }
}
