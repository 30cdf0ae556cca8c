namespace SparkReco.Reports.Html;

/// <summary>A column's heading, and whether it holds texts, which stand on the left, or numbers, which stand on the right.</summary>
internal sealed record TableColumn(string Name, bool IsText = false);

/// <summary>A table; the first column names the row. Folded under its name where it says again what a chart shows.</summary>
internal sealed record Table(string Name, IReadOnlyList<TableColumn> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, bool IsFolded = true) : Block
{
    public override IEnumerable<object> Twin =>
        [
            new
            {
                Table = Name,
                Columns = Columns.Select(column => column.Name),
                Rows,
            },
        ];

    public override void Write(HtmlWriter html)
    {
        if (!IsFolded)
        {
            WriteOpen(html);
            return;
        }

        html.Open("details").Element("summary", $"Table: {Name}");
        WriteOpen(html);
        html.Close();
    }

    private void WriteOpen(HtmlWriter html)
    {
        html.Open("div", ("class", "scroll"), ("tabindex", "0"), ("role", "region"), ("aria-label", Name))
            .Open("table")
            .Element("caption", Words.Capital(Name));
        html.Open("thead").Open("tr");
        foreach (var column in Columns)
            html.Element("th", column.Name, ("scope", "col"), ("class", Style(column)));
        html.Close().Close().Open("tbody");
        foreach (var row in Rows)
            WriteRow(html, row);
        if (Rows.Count == 0)
            html.Open("tr").Element("td", "No rows", ("class", "text"), ("colspan", Columns.Count.ToString())).Close();
        html.Close().Close().Close();
    }

    private void WriteRow(HtmlWriter html, IReadOnlyList<string> row)
    {
        html.Open("tr").Open("th", ("scope", "row"), ("class", Style(Columns[0]))).Element("bdi", row[0]).Close();
        for (var column = 1; column < row.Count; column++)
        {
            if (Columns[column].IsText)
                html.Open("td", ("class", "text")).Element("bdi", row[column]).Close();
            else
                html.Element("td", KeepTogether(row[column]), ("class", "number"));
        }

        html.Close();
    }

    /// <summary>A value and its interval may stand on two lines, each on one.</summary>
    private static string KeepTogether(string number) => number.Replace(' ', '\u00A0').Replace("\u00A0(", " (", StringComparison.Ordinal);

    private static string Style(TableColumn column) => column.IsText ? "text" : "number";
}
