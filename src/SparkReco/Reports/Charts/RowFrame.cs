namespace SparkReco.Reports.Charts;

/// <summary>
/// The rows of a chart with a label each: the label stands on the left of the plot or, where the chart is narrow, above it, so that it need
/// not be cut. A label of two lines has a line break in it.
/// </summary>
internal sealed class RowFrame
{
    private const double LabelLine = 18;
    private const double MostBeside = 0.46;
    private readonly Canvas _canvas;
    private readonly double _rowHeight;
    private readonly double _above;

    /// <param name="canvas">What is drawn on.</param>
    /// <param name="head">How wide it is.</param>
    /// <param name="labels">One for each row.</param>
    /// <param name="rowHeight">Of a row without its label.</param>
    public RowFrame(Canvas canvas, ChartHead head, IEnumerable<string> labels, double rowHeight)
    {
        var texts = labels.ToArray();
        var beside = Gutter.ForLabels(texts);
        var isAbove = head.IsNarrow && beside > MostBeside * canvas.Width;
        _canvas = canvas;
        _above = isAbove ? LabelLine * texts.Max(text => Lines(text).Length) : 0;
        _rowHeight = rowHeight + _above;
        Left = isAbove ? 1 : beside;
    }

    /// <summary>Where the plot begins.</summary>
    public double Left { get; }

    public double Height(int rows) => rows * _rowHeight;

    /// <summary>Draws the label of a row and gives the middle line of its plot.</summary>
    /// <param name="row">From 0.</param>
    /// <param name="top">Where the first row begins.</param>
    /// <param name="label">Cut only where it is longer than its room.</param>
    public double Draw(int row, double top, string label)
    {
        var y = top + row * _rowHeight;
        if (_above == 0)
            _canvas.Label(Left - 10, y + _rowHeight / 2, label, Gutter.LabelLimit(Left), "end");
        else
            foreach (var (line, text) in Lines(label).Index())
                _canvas.Label(0, y + (line + 0.5) * LabelLine + 2, text, _canvas.Width, "start");
        return y + _above + (_rowHeight - _above) / 2;
    }

    private static string[] Lines(string label) => label.Split('\n');
}
