namespace SparkReco.Reports.Charts;

/// <summary>What a chart is called, for everybody and for screen readers.</summary>
/// <param name="Id">Unique within the page; letters, digits and hyphens.</param>
/// <param name="Title">Read out as the chart's name.</param>
/// <param name="Description">One sentence that says what the chart shows.</param>
public sealed record ChartHead(string Id, string Title, string Description)
{
    /// <summary>In units of the view box; a unit is about a pixel. A page shows a chart at two widths.</summary>
    public double Width { get; init; } = Wide;

    /// <summary>The width for a screen of a desk and for paper.</summary>
    public const double Wide = 700;

    /// <summary>The width for a telephone, and for one of several small charts side by side.</summary>
    public const double Narrow = 340;

    /// <summary>Whether labels find no room beside the plot.</summary>
    internal bool IsNarrow => Width < 500;
}
