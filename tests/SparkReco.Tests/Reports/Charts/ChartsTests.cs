using SparkReco.Reports.Charts;
using Xunit;

namespace SparkReco.Tests.Reports.Charts;

/// <summary>What every chart must stand.</summary>
public sealed class ChartsTests
{
    private static readonly DateOnly Day = new(2026, 9, 1);

    /// <summary>Each chart, drawn from labels and one value for all of them.</summary>
    private static readonly Dictionary<string, Func<ChartHead, string[], double?, string>> Charts = new(StringComparer.Ordinal)
    {
        ["bars"] = (head, labels, value) => HorizontalBars.Render(head, [.. labels.Select(label => new Bar(label, value))], ValueFormat.Score),
        ["panel"] = (head, labels, value) =>
            IntervalPanel.Render(
                head,
                labels,
                [
                    .. labels.Select(label => new Strip(
                        label,
                        0.5,
                        [.. labels.Select(row => Of(value) is { } estimate ? new Difference(row, estimate) : null)],
                        ValueFormat.SignedPoints
                    )),
                ],
                new("Baseline", 0),
                new("Personalize", 1)
            ),
        ["difference"] = (head, labels, value) =>
            DifferencePlot.Render(
                head,
                [.. labels.Select(label => new Difference(label, Of(value)))],
                new("Baseline", 0),
                new("Personalize", 1),
                ValueFormat.SignedPoints
            ),
        ["histogram"] = (head, labels, value) =>
            Histogram.Render(
                head,
                [.. labels.Select((_, i) => new Bin(i, i + 1, value ?? double.NaN))],
                labels.FirstOrDefault(""),
                "Users",
                ValueFormat.Count,
                [new Marked(0.5, labels.FirstOrDefault("mark")), new Marked(99, "far")]
            ),
        ["days"] = (head, labels, value) =>
            DayLines.Render(
                head,
                [.. labels.Select((label, i) => new DayLine(label, [new(Day.AddDays(i), value), new(Day.AddDays(i + 1), value)]))],
                ValueFormat.Count,
                [new MarkedDay(Day, labels.FirstOrDefault("run")), new MarkedDay(Day.AddDays(1), "next")]
            ),
        ["shares"] = (head, labels, value) =>
            StackedShares.Render(
                head,
                [.. labels.Select((label, i) => new Part(label, i))],
                [.. labels.Select(label => new ShareRow(label, [.. labels.Select(_ => value)]))]
            ),
    };

    public static TheoryData<string> Names => [.. Charts.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Hostile_labels_stay_text(string name)
    {
        const string hostile = "</text></svg><script>alert(\"x\")</script>'&\u0000\u202e";
        var text = Charts[name](new ChartHead("c\"><script>", hostile, hostile), [hostile, "b"], 0.5);
        var svg = new Svg(text);
        svg.AssertSound();
        Assert.DoesNotContain("<script", text, StringComparison.Ordinal);
        Assert.StartsWith("</text></svg><script>", svg.Title, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Names))]
    public void No_rows_say_so(string name)
    {
        var svg = Draw(name, [], 1);
        Assert.Equal(["No data"], svg.Texts);
    }

    [Theory, MemberData(nameof(Names))]
    public void One_row_is_drawn(string name) => Assert.NotEmpty(Draw(name, ["Only"], 0.25).Texts);

    [Theory, MemberData(nameof(Names))]
    public void Equal_values_are_drawn(string name) => Assert.NotEmpty(Draw(name, ["a", "b", "c"], 3).Texts);

    [Theory, MemberData(nameof(Names))]
    public void Zeros_are_drawn(string name) => Assert.NotEmpty(Draw(name, ["a", "b", "c"], 0).Texts);

    [Theory, MemberData(nameof(Names))]
    public void Negative_values_are_drawn(string name) => Assert.NotEmpty(Draw(name, ["a", "b"], -0.4).Texts);

    [Theory, MemberData(nameof(Names))]
    public void Missing_values_are_said_in_words(string name)
    {
        Assert.Contains("no data", Draw(name, ["a", "b"], null).Texts, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("no data", Draw(name, ["a", "b"], double.NaN).Texts, StringComparer.OrdinalIgnoreCase);
        Assert.Contains("no data", Draw(name, ["a", "b"], double.PositiveInfinity).Texts, StringComparer.OrdinalIgnoreCase);
    }

    [Theory, MemberData(nameof(Names))]
    public void Long_labels_are_cut(string name)
    {
        var longest = Draw(name, [new string('W', 5_000), "b"], 0.5).Texts.Max(text => text.Length);
        Assert.InRange(longest, 1, 80);
    }

    [Theory, MemberData(nameof(Names))]
    public void Equal_data_give_equal_text(string name)
    {
        var head = new ChartHead("c", "Title", "Description");
        Assert.Equal(Charts[name](head, ["a", "b"], 0.5), Charts[name](head, ["a", "b"], 0.5));
    }

    private static Svg Draw(string name, string[] labels, double? value)
    {
        var head = new ChartHead("c1", "Title", "Description");
        new Svg(Charts[name](head with { Width = ChartHead.Narrow }, labels, value)).AssertSound();
        var svg = new Svg(Charts[name](head, labels, value));
        svg.AssertSound();
        return svg;
    }

    private static Estimate? Of(double? value) => value is { } number ? new Estimate(number, number - 0.1, number + 0.1) : null;
}
