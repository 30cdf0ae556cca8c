using System.Xml.Linq;
using SparkReco.Reports;
using Xunit;

namespace SparkReco.Tests.Reports;

/// <summary>Reads a rendered report back.</summary>
internal sealed class HtmlPage
{
    private static readonly HashSet<string> KnownElements =
    [
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "a",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "span",
        "p",
        "nav",
        "ul",
        "li",
        "main",
        "section",
        "div",
        "strong",
        "br",
        "dl",
        "dt",
        "dd",
        "figure",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "bdi",
        "footer",
        "svg",
        "desc",
        "rect",
        "line",
        "circle",
        "text",
        "polyline",
        "polygon",
    ];

    private static readonly HashSet<string> KnownAttributes =
    [
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "class",
        "id",
        "href",
        "role",
        "scope",
        "colspan",
        "tabindex",
        "aria-label",
        "aria-labelledby",
        "aria-describedby",
        "aria-hidden",
        "viewBox",
        "xmlns",
        "x",
        "y",
        "x1",
        "x2",
        "y1",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "dy",
        "width",
        "height",
        "points",
        "text-anchor",
    ];

    private readonly XElement _root;

    public HtmlPage(ReportData data)
    {
        Source = HtmlReport.Render(data);
        _root = XDocument.Parse(Source).Root!;
    }

    public string Source { get; }

    public string Text =>
        string.Concat(Elements("body").Single().DescendantNodes().OfType<XText>().Select(text => text.Value)).Replace('\u00A0', ' ');

    public IEnumerable<XElement> Elements(string name) => _root.DescendantsAndSelf().Where(element => element.Name.LocalName == name);

    /// <summary>The elements of a section.</summary>
    public IEnumerable<XElement> Within(string section, string name) =>
        Elements("section")
            .Single(element => (string?)element.Attribute("id") == section)
            .Descendants()
            .Where(element => element.Name.LocalName == name);

    public string Section(string id) => Elements("section").Single(section => (string?)section.Attribute("id") == id).Value.Replace('\u00A0', ' ');

    /// <summary>Nothing runs, nothing loads, no name is taken twice, every reference leads somewhere, and headings do not skip.</summary>
    public void AssertSound()
    {
        Assert.All(_root.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, KnownElements));
        var attributes = _root.DescendantsAndSelf().Attributes().ToArray();
        Assert.All(attributes, attribute => Assert.Contains(attribute.Name.LocalName, KnownAttributes));
        Assert.All(
            attributes.Where(attribute => !attribute.IsNamespaceDeclaration && attribute.Name != "aria-label"),
            attribute => Assert.DoesNotContain("://", attribute.Value, StringComparison.Ordinal)
        );
        var ids = attributes.Where(attribute => attribute.Name == "id").Select(attribute => attribute.Value).ToArray();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Elements("a"), link => Assert.Contains(link.Attribute("href")!.Value[1..], ids));
        Assert.DoesNotContain("NaN", Text, StringComparison.Ordinal);
        var level = 0;
        foreach (var heading in _root.Descendants().Where(element => element.Name.LocalName is "h1" or "h2" or "h3" or "h4"))
        {
            Assert.InRange(heading.Name.LocalName[1] - '0', 1, level + 1);
            level = heading.Name.LocalName[1] - '0';
        }
    }
}
