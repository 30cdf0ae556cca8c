using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Html;

/// <summary>The frame around the sections: head, title, contents.</summary>
internal static class Page
{
    /// <summary>Nothing may be loaded and nothing may run; only the page's own style applies.</summary>
    public const string SecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

    public static string Write(ReportData data, IReadOnlyList<WrittenSection> sections)
    {
        var html = new HtmlWriter();
        html.Open("html", ("lang", "en"));
        WriteHead(html, data);
        html.Open("body").Element("a", "Skip to the answer", ("class", "skip"), ("href", "#" + sections[0].Id));
        WriteTop(html, data, sections);
        html.Open("main");
        foreach (var section in sections)
            section.Write(html);
        html.Close();
        html.Element(
            "footer",
            data.Files is null
                ? $"SparkReco, run {data.RunId}. Aggregates only: of single users this file holds nothing but the ids of those that outweigh all others; it loads nothing. report.json beside it has every figure for programs."
                : "SparkReco. Aggregates only: of single users this file holds nothing but examples of ids that do not fit; it loads nothing."
        );
        return html.Close().Close().ToString();
    }

    private static void WriteHead(HtmlWriter html, ReportData data)
    {
        html.Open("head").Empty("meta", ("charset", "utf-8"));
        html.Empty("meta", ("http-equiv", "Content-Security-Policy"), ("content", SecurityPolicy));
        html.Empty("meta", ("name", "viewport"), ("content", "width=device-width, initial-scale=1"));
        html.Empty("meta", ("name", "referrer"), ("content", "no-referrer"));
        html.Element("title", data.Files is null ? $"{Title(data)} – {data.RunDate:yyyy-MM-dd}" : Title(data));
        html.Style(ChartStyle.Css + "\n" + PageStyle.Css).Close();
    }

    private static void WriteTop(HtmlWriter html, ReportData data, IReadOnlyList<WrittenSection> sections)
    {
        html.Open("header").Element("h1", Title(data));
        html.Element(
            "p",
            data.Files is { } alone
                ? $"Lists of {Words.List([.. alone.Sources.Where(source => source.Name != ComparedFiles.Truth).Select(source => source.File)])}"
                : $"Lists of {Numbers.Day(data.RunDate)}, run {data.RunId}",
            ("class", "muted")
        );
        html.Open("nav", ("aria-label", "Sections")).Open("ul");
        foreach (var section in sections)
            html.Open("li").Element("a", section.Title, ("href", "#" + section.Id)).Close();
        html.Close().Close().Close();
    }

    private static string Title(ReportData data) =>
        data is { Files: not null, HasEvaluation: false } ? $"{Compared(data, "and")}: how alike are their lists?"
        : data.HasComparison ? $"{Compared(data, "or")}: whose lists serve people better?"
        : "Do the baseline's lists foretell what people do next?";

    /// <summary>The main pair, or all sets of lists from files.</summary>
    private static string Compared(ReportData data, string and)
    {
        var others = data.Files is null ? [] : data.PairsCompared().Select(pair => pair.System).Except([data.Pair.System]).Distinct();
        return Words.List([Words.System(data.Pair.System), .. new[] { data.Pair.Reference }.Concat(others).Select(Words.Name)], and);
    }
}
