using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>The first screen: the answer, what to do, and the matrix.</summary>
internal static class AnswerSection
{
    public static Section Section { get; } = new("answer", "The answer", data => Headline.Of(data).Answer, Content);

    private static IEnumerable<Block> Content(ReportData data)
    {
        var matrix = Matrix.Of(data);
        yield return new FirstScreen(
            data,
            Headline.Of(data),
            data is { HasComparison: true, HasEvaluation: true } ? Advice.Of(data) : "",
            Shown(data, matrix)
        );
        if (matrix.Rows.Count > matrix.First().Count)
            yield return new Folded(
                $"All {matrix.Rows.Count} rows of the matrix",
                [new MatrixTable(data, matrix, matrix.Rows, Caption(data, matrix, "all rows"))]
            );
        yield return new Folded("The findings in words", [new Terms([.. Findings.Of(data).Select(finding => (finding.Heading, finding.Text))])]);
    }

    private static MatrixTable? Shown(ReportData data, Matrix matrix) =>
        matrix.Rows.Count == 0 ? null
        : matrix.First() is var first && first.Count < matrix.Rows.Count
            ? new MatrixTable(
                data,
                matrix,
                first,
                Caption(data, matrix, $"{first.Count} of {matrix.Rows.Count} rows: where differences are clearest")
            )
        : new MatrixTable(data, matrix, matrix.Rows, Caption(data, matrix, "all rows"));

    private static string Caption(ReportData data, Matrix matrix, string rows) =>
        $"For whom, by what: {Words.Name(data.Pair.System)} less {Words.Name(data.Pair.Reference)} ({rows})";
}

/// <summary>The answer on the left, the matrix on the right; below each other where there is no room.</summary>
internal sealed record FirstScreen(ReportData Data, Headline Headline, string Advice, MatrixTable? Matrix) : Block
{
    public override void Write(HtmlWriter html)
    {
        html.Open("div", ("class", Matrix is null ? "first" : "first beside"));
        html.Open("div", ("class", "said"));
        if (Headline.Test.Length > 0)
        {
            html.Element("p", Headline.Test);
            WriteAdvice(html);
            html.Element("h3", $"By what people did by themselves: {Headline.Lists}");
        }

        html.Open("ul", ("class", "gains"));
        foreach (var gain in Headline.Gains)
            WriteGain(html, gain);
        html.Close();
        html.Element("p", Headline.Basis, ("class", "note"));
        if (Headline.Test.Length == 0)
            WriteAdvice(html);
        html.Close();
        if (Matrix is not null)
        {
            html.Open("div", ("class", "seen"));
            WriteKey(html);
            Matrix.Write(html);
            html.Close();
        }

        html.Close();
    }

    private void WriteAdvice(HtmlWriter html)
    {
        if (Advice.Length > 0)
            html.Open("div", ("class", "do")).Element("h3", "What to do").Element("p", Advice).Close();
    }

    private void WriteGain(HtmlWriter html, Gain gain)
    {
        var colour = gain.Better is { } better ? Data.ColourOf(better) : ChartStyle.Neutral;
        html.Open("li", ("class", ChartStyle.System(colour)));
        html.Element("strong", gain.Better is { } system ? $"{gain.Amount} with {Words.Name(system)}" : gain.Amount);
        html.Element("span", gain.Detail, ("class", "note")).Close();
    }

    private void WriteKey(HtmlWriter html)
    {
        html.Open("p", ("class", "key"));
        foreach (var system in new[] { Data.Pair.System, Data.Pair.Reference })
            html.Open("span").Chart(SmallMark.Svg(Data.ColourOf(system), isFilled: true, 6, 14)).Text($"{Words.System(system)} ahead").Close();
        html.Open("span").Chart(SmallMark.Svg(ChartStyle.Neutral, isFilled: true, 6, 14)).Text("clear").Close();
        html.Open("span").Chart(SmallMark.Svg(ChartStyle.Neutral, isFilled: false, 6, 14)).Text("no evidence of a difference").Close();
        html.Open("span").Text("– too few users").Close();
        html.Open("span").Text("size: how large").Close();
        html.Close();
    }
}
