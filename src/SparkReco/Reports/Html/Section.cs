namespace SparkReco.Reports.Html;

/// <summary>A part of the report: a title, what to take away in a sentence, and the evidence.</summary>
/// <param name="Id">Unique within the page; letters and hyphens.</param>
/// <param name="Title">The heading, and the name in the contents.</param>
/// <param name="Takeaway">What to take away.</param>
/// <param name="WriteBody">Writes what follows the takeaway.</param>
internal sealed record Section(string Id, string Title, Func<ReportData, string> Takeaway, Action<HtmlWriter, ReportData> WriteBody)
{
    public void Write(HtmlWriter html, ReportData data)
    {
        html.Open("section", ("id", Id), ("aria-labelledby", Id + "-title")).Element("h2", Title, ("id", Id + "-title"));
        html.Element("p", Takeaway(data), ("class", "takeaway"));
        WriteBody(html, data);
        html.Close();
    }
}
