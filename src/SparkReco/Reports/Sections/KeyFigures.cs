using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>One of the big figures of the first screen: a value for each of one or two systems, and a note.</summary>
internal sealed record KeyFigure(string Name, IReadOnlyList<KeyFigure.Line> Lines, string Note)
{
    /// <summary>A value, whose it is, and its interval.</summary>
    internal sealed record Line(string Who, string Value, string Interval);

    public void Write(HtmlWriter html)
    {
        html.Open("li").Element("p", Name, ("class", "name")).Open("div", ("class", "lines"));
        foreach (var line in Lines)
        {
            html.Open("p").Element("strong", line.Value).Text(line.Who);
            if (line.Interval != Numbers.Missing)
                html.Empty("br").Text(line.Interval);
            html.Close();
        }

        html.Close();
        if (Note.Length > 0)
            html.Element("p", Note, ("class", "note"));
        html.Close();
    }
}

/// <summary>Chooses the big figures that the data allows.</summary>
internal static class KeyFigures
{
    public static IReadOnlyList<KeyFigure> Of(ReportData data)
    {
        var figures = data.HasEvaluation ? data.Headlines().Select(metric => Judged(data, metric)).ToList() : [Eligible(data), Events(data)];
        if (data.Compared("overlap") is { } overlap)
            figures.Add(Overlap(data, overlap));
        if (!data.HasComparison || !data.HasEvaluation)
            figures.Add(Catalogue(data));
        return figures;
    }

    /// <summary>The baseline beside Amazon Personalize, or beside plain popularity where there is no Amazon Personalize.</summary>
    private static KeyFigure Judged(ReportData data, Metric metric)
    {
        var other = data.Evaluated("personalize", metric.Name) is null ? "popularity" : "personalize";
        string[] systems = other == "personalize" ? [other, "baseline"] : ["baseline", other];
        var lines = systems
            .Select(system => (System: system, Row: data.Evaluated(system, metric.Name)))
            .Where(line => line.Row is not null)
            .Select(line => new KeyFigure.Line(
                Words.System(line.System),
                Numbers.Text(line.Row!.Value, metric.Format),
                Numbers.Interval(line.Row.Low, line.Row.High, metric.Format)
            ));
        return new KeyFigure(metric.HeadlineAt(data.MainCutoff), [.. lines], Difference(data, metric));
    }

    private static string Difference(ReportData data, Metric metric)
    {
        if (data.Compared(metric.Name) is { } row)
            return $"Difference {Numbers.Text(row.Difference, metric.Signed)} ({Numbers.Interval(row.Low, row.High, metric.Signed)}): {Words.Verdict(row)}";
        return data.Evaluated("baseline", metric.Name) is { OverPopularity: { } over } baseline
            ? $"Difference {Numbers.Text(over, metric.Signed)} ({Numbers.Interval(baseline.OverPopularityLow, baseline.OverPopularityHigh, metric.Signed)})"
            : "";
    }

    private static KeyFigure Overlap(ReportData data, ReportData.ComparisonRow row)
    {
        var line = new KeyFigure.Line(
            "common items",
            Numbers.Text(row.Agreement, ValueFormat.Percent),
            Numbers.Interval(row.Low, row.High, ValueFormat.Percent)
        );
        return new KeyFigure(
            $"Overlap of the first {row.K}",
            [line],
            $"Random lists as long as theirs would share {Numbers.Text(Chance.Overlap(data, row.K), ValueFormat.Percent)}; over the users with both lists"
        );
    }

    private static KeyFigure Eligible(ReportData data) =>
        Plain("Eligible users", data.Audiences.Sum(row => row.Eligible), $"of {Numbers.Of(data.Audiences.Sum(row => row.Users), "user")}");

    private static KeyFigure Catalogue(ReportData data) =>
        Plain("Items on offer", data.Catalogue.Sum(row => row.OnOffer), $"of {Numbers.Of(data.Catalogue.Sum(row => row.Items), "item")}");

    private static KeyFigure Events(ReportData data) =>
        Plain(
            "Events before the run date",
            data.Activities.Where(row => !row.IsLater).Sum(row => row.Events),
            $"and {Numbers.Count(data.Activities.Where(row => row.IsLater).Sum(row => row.Events))} from it on"
        );

    private static KeyFigure Plain(string name, long value, string of) => new(name, [new(of, Numbers.Count(value), Numbers.Missing)], "");
}
