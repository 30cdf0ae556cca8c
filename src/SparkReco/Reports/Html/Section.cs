namespace SparkReco.Reports.Html;

/// <summary>A part of the page: a heading, a sentence to take away, and the evidence.</summary>
/// <param name="Id">Unique within the page; letters and hyphens.</param>
/// <param name="Title">The heading, and the name in the contents.</param>
/// <param name="Takeaway">What to take away; null where the section has nothing to say, and is left out.</param>
/// <param name="Content">What follows the takeaway.</param>
internal sealed record Section(string Id, string Title, Func<ReportData, string?> Takeaway, Func<ReportData, IEnumerable<Block>> Content)
{
    /// <summary>The section of a report; null where it is left out.</summary>
    public WrittenSection? Of(ReportData data) => Takeaway(data) is { } takeaway ? new WrittenSection(Id, Title, takeaway, [.. Content(data)]) : null;
}

/// <summary>A section with its content.</summary>
internal sealed record WrittenSection(string Id, string Title, string Takeaway, IReadOnlyList<Block> Blocks)
{
    public void Write(HtmlWriter html)
    {
        html.Open("section", ("id", Id), ("aria-labelledby", Id + "-title")).Element("h2", Title, ("id", Id + "-title"));
        html.Element("p", Takeaway, ("class", "takeaway"));
        foreach (var block in Blocks)
            block.Write(html);
        html.Close();
    }

    /// <summary>The same for programs.</summary>
    public object Twin =>
        new
        {
            Id,
            Title,
            Takeaway,
            Content = Blocks.SelectMany(block => block.Twin),
        };
}
