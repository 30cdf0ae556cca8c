using System.Globalization;
using System.Text;

namespace SparkReco.Reports.Charts;

/// <summary>
/// Collects the elements of one chart. Coordinates are units of the view box, <see cref="Width"/> wide; the page decides the real size.
/// Looks come from classes only, so the page's style can theme them. See <see cref="ChartStyle"/>.
/// </summary>
internal sealed class Canvas(ChartHead head)
{
    public double Width => head.Width;

    private readonly StringBuilder _body = new();

    public void Rectangle(string style, double x, double y, double width, double height, string? hint = null) =>
        Element("rect", style, $"x=\"{N(x)}\" y=\"{N(y)}\" width=\"{N(Math.Max(0, width))}\" height=\"{N(height)}\" rx=\"2\"", hint);

    public void Line(string style, double x1, double y1, double x2, double y2) =>
        Element("line", style, $"x1=\"{N(x1)}\" y1=\"{N(y1)}\" x2=\"{N(x2)}\" y2=\"{N(y2)}\"", hint: null);

    public void Dot(string style, double x, double y, double radius, string? hint = null) =>
        Element("circle", style, $"cx=\"{N(x)}\" cy=\"{N(y)}\" r=\"{N(radius)}\"", hint);

    public void Shape(string style, IEnumerable<(double X, double Y)> points, bool isClosed = false) =>
        Element(
            isClosed ? "polygon" : "polyline",
            style,
            $"points=\"{string.Join(' ', points.Select(point => $"{N(point.X)},{N(point.Y)}"))}\"",
            hint: null
        );

    /// <summary>A text on the middle line y; the anchor is start, middle or end.</summary>
    public void Text(string style, double x, double y, string text, string anchor = "start", string? hint = null)
    {
        _body.Append(CultureInfo.InvariantCulture, $"<text class=\"{style}\" x=\"{N(x)}\" y=\"{N(y)}\" dy=\"0.35em\" text-anchor=\"{anchor}\">");
        if (hint is not null)
            _body.Append("<title>").Append(ChartText.Encode(hint)).Append("</title>");
        _body.Append(ChartText.Encode(text)).Append("</text>\n");
    }

    /// <summary>A label cut to a width; the whole label is its hint when something was cut.</summary>
    public void Label(double x, double y, string text, double limit, string anchor)
    {
        var shown = ChartText.Fit(text, limit);
        Text("chart-label", x, y, shown, anchor, shown.EndsWith('…') ? text : null);
    }

    /// <summary>The whole SVG element.</summary>
    public string ToSvg(double height)
    {
        var id = ChartText.Encode(head.Id);
        return $"<svg class=\"chart\" viewBox=\"0 0 {N(Width)} {N(height)}\" role=\"img\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" "
            + "xmlns=\"http://www.w3.org/2000/svg\">\n"
            + $"<title id=\"{id}-title\">{ChartText.Encode(head.Title)}</title>\n"
            + $"<desc id=\"{id}-desc\">{ChartText.Encode(head.Description)}</desc>\n"
            + $"{_body}</svg>\n";
    }

    /// <summary>A chart that says that there is nothing to show.</summary>
    public static string Empty(ChartHead head)
    {
        var canvas = new Canvas(head);
        canvas.Rectangle("chart-empty", 0.5, 0.5, head.Width - 1, 79);
        canvas.Text("chart-muted", head.Width / 2, 40, "No data", "middle");
        return canvas.ToSvg(80);
    }

    private void Element(string name, string style, string attributes, string? hint)
    {
        _body.Append('<').Append(name).Append(" class=\"").Append(style).Append("\" ").Append(attributes);
        if (hint is null)
            _body.Append("/>\n");
        else
            _body.Append("><title>").Append(ChartText.Encode(hint)).Append("</title></").Append(name).Append(">\n");
    }

    private static string N(double value) => Math.Round(value, 2).ToString("0.##", CultureInfo.InvariantCulture);
}
