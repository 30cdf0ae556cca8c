using SparkReco.Reports.Charts;

namespace SparkReco.Reports.Html;

/// <summary>A piece of the page: what a reader sees, and the same for programs.</summary>
internal abstract record Block
{
    public abstract void Write(HtmlWriter html);

    /// <summary>What the JSON twin has of it; nothing of what holds no figures of its own.</summary>
    public virtual IEnumerable<object> Twin => [];
}

/// <summary>A paragraph.</summary>
internal sealed record Prose(string Text, string Style = "") : Block
{
    public override IEnumerable<object> Twin => [new { Text }];

    public override void Write(HtmlWriter html)
    {
        if (Style.Length == 0)
            html.Element("p", Text);
        else
            html.Element("p", Text, ("class", Style));
    }
}

/// <summary>A heading below that of the section.</summary>
internal sealed record Heading(string Text) : Block
{
    public override void Write(HtmlWriter html) => html.Element("h3", Text);
}

/// <summary>Lines of a list.</summary>
internal sealed record Bullets(IReadOnlyList<string> Lines) : Block
{
    public override IEnumerable<object> Twin => [new { Lines }];

    public override void Write(HtmlWriter html)
    {
        html.Open("ul");
        foreach (var line in Lines)
            html.Element("li", line);
        html.Close();
    }
}

/// <summary>Terms and what they mean.</summary>
internal sealed record Terms(IReadOnlyList<(string Term, string Meaning)> Entries) : Block
{
    public override IEnumerable<object> Twin => [new { Terms = Entries.Select(entry => new { entry.Term, entry.Meaning }) }];

    public override void Write(HtmlWriter html)
    {
        html.Open("dl");
        foreach (var (term, meaning) in Entries)
            html.Open("div").Element("dt", term).Element("dd", meaning).Close();
        html.Close();
    }
}

/// <summary>A chart under its title, with a note on how to read it and its numbers in a table.</summary>
internal sealed record Figure(ChartHead Head, Func<ChartHead, string> Draw, Table? Numbers = null) : Block
{
    public override IEnumerable<object> Twin => Numbers?.Twin ?? [];

    public override void Write(HtmlWriter html)
    {
        html.Open("figure").Element("h3", Head.Title).Element("p", Head.Description, ("class", "note"));
        html.Open("div", ("class", "wide")).Chart(Draw(Head)).Close();
        html.Open("div", ("class", "narrow")).Chart(Draw(Head with { Id = Head.Id + "-narrow", Width = ChartHead.Narrow })).Close();
        Numbers?.Write(html);
        html.Close();
    }
}

/// <summary>Small charts of one kind side by side under one title, with their numbers in one table.</summary>
internal sealed record Panels(string Title, string Note, IReadOnlyList<Panel> Charts, Table Numbers) : Block
{
    public override IEnumerable<object> Twin => Numbers.Twin;

    public override void Write(HtmlWriter html)
    {
        html.Open("figure").Element("h3", Title).Element("p", Note, ("class", "note")).Open("div", ("class", "panels"));
        foreach (var panel in Charts)
        {
            html.Open("div", ("class", "panel")).Element("h4", panel.Head.Title);
            html.Chart(panel.Draw(panel.Head with { Width = ChartHead.Narrow }));
            if (panel.Note.Length > 0)
                html.Element("p", panel.Note, ("class", "note"));
            html.Close();
        }

        html.Close();
        Numbers.Write(html);
        html.Close();
    }
}

/// <summary>One of several small charts, and what is to be said of it.</summary>
internal sealed record Panel(ChartHead Head, Func<ChartHead, string> Draw, string Note = "");

/// <summary>Blocks under a heading that opens them.</summary>
internal sealed record Folded(string Title, IReadOnlyList<Block> Blocks) : Block
{
    public override IEnumerable<object> Twin => Blocks.SelectMany(block => block.Twin);

    public override void Write(HtmlWriter html)
    {
        html.Open("details").Element("summary", Title);
        foreach (var block in Blocks)
            block.Write(html);
        html.Close();
    }
}
