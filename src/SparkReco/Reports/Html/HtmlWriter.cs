using System.Text;
using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Html;

/// <summary>
/// Writes HTML that is well-formed XML too. Every text and every attribute passes through one encoder; only charts, which use the same
/// encoder, and the page's own style are written as they stand.
/// </summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _html = new("<!DOCTYPE html>\n");
    private readonly Stack<string> _open = new();

    /// <summary>Begins an element, which <see cref="Close"/> ends.</summary>
    public HtmlWriter Open(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes).Append('>');
        _open.Push(name);
        return this;
    }

    /// <summary>Ends the element that was begun last.</summary>
    public HtmlWriter Close()
    {
        _html.Append("</").Append(_open.Pop()).Append(">\n");
        return this;
    }

    /// <summary>A number and its percent sign stay on one line.</summary>
    public HtmlWriter Text(string text)
    {
        _html.Append(ChartText.Encode(text.Replace(" %", "\u00A0%", StringComparison.Ordinal)));
        return this;
    }

    /// <summary>A whole element that holds only text.</summary>
    public HtmlWriter Element(string name, string text, params ReadOnlySpan<(string Name, string Value)> attributes) =>
        Open(name, attributes).Text(text).Close();

    /// <summary>An element that has no content.</summary>
    public HtmlWriter Empty(string name, params ReadOnlySpan<(string Name, string Value)> attributes)
    {
        Tag(name, attributes).Append(" />\n");
        return this;
    }

    /// <summary>A chart of <see cref="Charts"/>.</summary>
    public HtmlWriter Chart(string svg)
    {
        _html.Append(svg);
        return this;
    }

    /// <summary>The page's style, a constant of this program.</summary>
    public HtmlWriter Style(string css)
    {
        _html.Append("<style>\n").Append(css).Append("\n</style>\n");
        return this;
    }

    /// <exception cref="InvalidOperationException">An element is still open.</exception>
    public override string ToString() => _open.Count == 0 ? _html.ToString() : throw new InvalidOperationException($"<{_open.Peek()}> is still open");

    private StringBuilder Tag(string name, ReadOnlySpan<(string Name, string Value)> attributes)
    {
        _html.Append('<').Append(name);
        foreach (var (attribute, value) in attributes)
            _html.Append(' ').Append(attribute).Append("=\"").Append(ChartText.Encode(value)).Append('"');
        return _html;
    }
}
