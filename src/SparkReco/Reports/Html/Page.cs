using SparkReco.Reports.Charts;
using SparkReco.Reports.Sections;

namespace SparkReco.Reports.Html;

/// <summary>The frame around the sections: head, title, contents.</summary>
internal static class Page
{
    /// <summary>Nothing may be loaded and nothing may run; only the page's own style applies.</summary>
    public const string SecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    public static string Write(ReportData data, IReadOnlyList<Section> sections)
    {
        var html = new HtmlWriter();
        html.Open("html", ("lang", "en"));
        WriteHead(html, data);
        html.Open("body").Element("a", "Skip to the summary", ("class", "skip"), ("href", "#" + sections[0].Id));
        WriteTop(html, data, sections);
        html.Open("main");
        foreach (var section in sections)
            section.Write(html, data);
        html.Close();
        html.Element(
            "footer",
            $"SparkReco, run {data.RunId}. Aggregates only: of single users this file holds nothing but the ids of those that outweigh all others; it loads nothing."
        );
        return html.Close().Close().ToString();
    }

    private static void WriteHead(HtmlWriter html, ReportData data)
    {
        html.Open("head").Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", SecurityPolicy));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Element("title", $"{Title(data)} – {data.RunDate:yyyy-MM-dd}");
        html.Style(ChartStyle.Css + "\n" + PageStyle.Css).Close();
    }

    private static void WriteTop(HtmlWriter html, ReportData data, IReadOnlyList<Section> sections)
    {
        html.Open("header").Element("h1", Title(data));
        html.Element("p", $"Lists of {Numbers.Day(data.RunDate)}, run {data.RunId}", ("class", "muted"));
        if (data.Settings.Personalize.IsStandIn)
            html.Element("p", StandIn.Notice, ("class", "note"));
        html.Open("nav", ("aria-label", "Sections")).Open("ul");
        foreach (var section in sections)
            html.Open("li").Element("a", section.Title, ("href", "#" + section.Id)).Close();
        html.Close().Close().Close();
    }

    private static string Title(ReportData data) => data.HasComparison ? "Amazon Personalize against the baseline" : "The baseline's recommendations";
}
