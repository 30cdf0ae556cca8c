using System.Globalization;
using System.Xml.Linq;
using Xunit;

namespace SparkReco.Tests.Reports.Charts;

/// <summary>Reads a rendered chart back.</summary>
internal sealed class Svg
{
    private readonly XElement _root;

    public Svg(string text) => _root = XElement.Parse(text);

    public IReadOnlyList<string> Texts => [.. Elements("text").Select(text => text.Nodes().OfType<XText>().Single().Value)];

    public string Title => Elements("title").First().Value;

    public IEnumerable<XElement> Elements(string name) => _root.Descendants().Where(element => element.Name.LocalName == name);

    public IEnumerable<XElement> WithClass(string style) =>
        _root.Descendants().Where(element => ((string?)element.Attribute("class") ?? "").Split(' ').Contains(style));

    public static double Number(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    /// <summary>Named, described, free of scripts, and drawn within its view box.</summary>
    public void AssertSound()
    {
        Assert.Equal("img", _root.Attribute("role")!.Value);
        var ids = _root.Descendants().Select(element => (string?)element.Attribute("id")).OfType<string>().ToHashSet();
        Assert.Contains(_root.Attribute("aria-labelledby")!.Value, ids);
        Assert.Contains(_root.Attribute("aria-describedby")!.Value, ids);
        Assert.Subset(
            new HashSet<string> { "title", "desc", "rect", "line", "circle", "text", "polyline", "polygon" },
            _root.Descendants().Select(element => element.Name.LocalName).ToHashSet()
        );
        var box = _root.Attribute("viewBox")!.Value.Split(' ').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        foreach (var element in _root.Descendants())
        {
            AssertWithin(element, ["x", "x1", "x2", "cx"], box[2]);
            AssertWithin(element, ["y", "y1", "y2", "cy"], box[3]);
        }
    }

    private static void AssertWithin(XElement element, string[] attributes, double limit)
    {
        foreach (var attribute in attributes.Where(name => element.Attribute(name) is not null))
            Assert.InRange(Number(element, attribute), 0, limit);
    }
}
