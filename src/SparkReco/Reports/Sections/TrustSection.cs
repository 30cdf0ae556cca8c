using SparkReco.Configuration;
using SparkReco.Metrics;
using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports.Sections;

/// <summary>Whether the comparison can be trusted: a strip of lights, and the lists as they were delivered beside those as shown.</summary>
internal static class TrustSection
{
    public static Section Section { get; } = new("trust", "Can you trust it?", Takeaway, Content);

    private static string? Takeaway(ReportData data)
    {
        var lights = Trust.Of(data);
        var (bad, look) = (Named(LightState.Bad), Named(LightState.Look));
        return lights.Count == 0 ? null
            : bad.Length > 0 ? $"No: {Words.List(bad)}."
            : look.Length > 0 ? $"Yes, with {(look.Length == 1 ? "one thing" : $"{look.Length} things")} in mind: {Words.List(look)}."
            : "Yes: every check is passed.";

        string[] Named(LightState state) => [.. lights.Where(light => light.State == state).Select(light => Words.Small(light.Name))];
    }

    private static IEnumerable<Block> Content(ReportData data)
    {
        yield return new Lights(Trust.Of(data));
        var systems = Systems.OfLists(data.Settings).Where(system => data.Evaluated(Systems.Delivered(system), "hit_rate") is not null).ToArray();
        if (systems.Length > 0)
            yield return new Table(
                $"lists as delivered and as shown, by the first {data.MainCutoff} places",
                [new("Lists", true), .. data.Headlines().Select(metric => new TableColumn(metric.Short))],
                [.. systems.SelectMany(system => new[] { Row(data, Systems.Delivered(system), "as delivered"), Row(data, system, "as shown") })]
            );
        if (data.Issues.Count > 0)
            yield return new Table(
                "what in the lists could not be shown",
                [new("Lists", true), new("Issue", true), new("Places"), new($"Of the first {data.MainCutoff}"), new("Example", true)],
                [
                    .. data.Issues.Select(issue =>
                        new[] { Words.System(issue.System), issue.Text, Numbers.Count(issue.Rows), Numbers.Count(issue.FirstPlaces), issue.Example }
                    ),
                ]
            );
    }

    private static string[] Row(ReportData data, string system, string how) =>
        [
            $"{Words.System(how == "as shown" ? system : system[..^Systems.Delivered("").Length])}, {how}",
            .. data.Headlines()
                .Select(metric =>
                    data.Evaluated(system, metric.Name) is { } row
                        ? $"{Numbers.Text(row.Value, metric.Format)} ({Numbers.Interval(row.Low, row.High, metric.Format)})"
                        : Numbers.Missing
                ),
        ];
}

/// <summary>The strip of lights: each has a shape and a word as well as a colour.</summary>
internal sealed record Lights(IReadOnlyList<Light> All) : Block
{
    public override IEnumerable<object> Twin =>
        All.Select(light => new
        {
            Light = light.Name,
            State = $"{light.State}",
            light.Value,
            light.Meaning,
        });

    public override void Write(HtmlWriter html)
    {
        html.Open("ul", ("class", "lights"));
        foreach (var light in All)
        {
            var (style, sign, word) = light.State switch
            {
                LightState.Good => ("good", "✓", "in order"),
                LightState.Look => ("look", "!", "to keep in mind"),
                _ => ("bad", "✕", "not to be trusted"),
            };
            html.Open("li", ("class", style)).Element("span", sign, ("class", "sign"), ("aria-hidden", "true"));
            html.Element("strong", light.Value).Element("span", word, ("class", "unseen")).Element("span", light.Name, ("class", "name"));
            html.Element("span", light.Meaning, ("class", "note")).Close();
        }

        html.Close();
    }
}
