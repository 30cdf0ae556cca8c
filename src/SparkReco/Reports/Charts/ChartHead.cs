namespace SparkReco.Reports.Charts;

/// <summary>What a chart is called, for everybody and for screen readers.</summary>
/// <param name="Id">Unique within the page; letters, digits and hyphens.</param>
/// <param name="Title">Read out as the chart's name.</param>
/// <param name="Description">One sentence that says what the chart shows.</param>
public sealed record ChartHead(string Id, string Title, string Description);
