using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Html;

/// <summary>The parts that sections are made of.</summary>
internal static class Blocks
{
    /// <summary>A chart under its title, with a note on how to read it.</summary>
    public static void Figure(HtmlWriter html, ChartHead head, Func<ChartHead, string> render)
    {
        html.Open("figure").Element("h3", head.Title).Element("p", head.Description, ("class", "note"));
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "group"), ("aria-label", head.Title)).Chart(render(head)).Close().Close();
    }

    /// <summary>A paragraph that stands out.</summary>
    public static void Notice(HtmlWriter html, string text) => html.Element("p", text, ("class", "notice"));

    public static void Paragraph(HtmlWriter html, string text) => html.Element("p", text);

    public static void Heading(HtmlWriter html, string text) => html.Element("h3", text);

    public static void List(HtmlWriter html, IEnumerable<string> lines)
    {
        html.Open("ul");
        foreach (var line in lines)
            html.Element("li", line);
        html.Close();
    }

    /// <summary>Terms and what they mean.</summary>
    public static void Terms(HtmlWriter html, IEnumerable<(string Term, string Meaning)> terms)
    {
        html.Open("dl");
        foreach (var (term, meaning) in terms)
            html.Open("div").Element("dt", term).Element("dd", meaning).Close();
        html.Close();
    }
}
