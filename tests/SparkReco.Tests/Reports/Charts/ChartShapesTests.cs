using SparkReco.Reports.Charts;
using Xunit;

namespace SparkReco.Tests.Reports.Charts;

/// <summary>What is particular to one chart.</summary>
public sealed class ChartShapesTests
{
    private static readonly ChartHead Head = new("c", "Title", "Description");
    private static readonly Side A = new("A", 0);
    private static readonly Side B = new("B", 1);

    [Fact]
    public void Bars_are_as_long_as_their_values()
    {
        var svg = new Svg(HorizontalBars.Render(Head, [new("a", 20), new("b", 10), new("c", -10)], ValueFormat.Count));
        var widths = svg.Elements("rect").Select(rect => Svg.Number(rect, "width")).ToList();
        Assert.Equal(widths[0] / 2, widths[1], 0.02);
        Assert.Equal(widths[1], widths[2], 0.02);
        Assert.Contains("\u221210", svg.Texts);
    }

    [Fact]
    public void A_whisker_spans_its_interval_and_is_left_out_without_bounds()
    {
        var svg = new Svg(HorizontalBars.Render(Head, [new("with", 0.5, 0.4, 0.6), new("without", 0.5)], ValueFormat.Percent));
        Assert.Equal(3, svg.WithClass("chart-whisker").Count());
    }

    [Fact]
    public void A_missing_value_is_said_in_its_row() =>
        Assert.Equal(["a", "1.000", "b", "no data"], new Svg(HorizontalBars.Render(Head, [new("a", 1), new("b", null)], ValueFormat.Score)).Texts);

    /// <summary>A value that finds no room behind its label stands on a line of its own, for all rows alike.</summary>
    [Theory]
    [InlineData("Likes", "Likes: +20.0 pp (+10.0 to +30.0)", "Clicks: +20.0 pp (+10.0 to +30.0)")]
    [InlineData("Completions per impression and user", "Completions per impression and user", "+20.0 pp (+10.0 to +30.0)")]
    public void On_a_telephone_the_values_of_differences_are_not_cut(string label, params string[] lines)
    {
        var head = Head with { Width = ChartHead.Narrow };
        var svg = new Svg(
            DifferencePlot.Render(head, [new(label, new(0.2, 0.1, 0.3)), new("Clicks", new(0.2, 0.1, 0.3))], A, B, ValueFormat.SignedPoints)
        );
        Assert.Subset(svg.Texts.ToHashSet(), lines.ToHashSet());
        Assert.DoesNotContain(svg.Texts, text => text.EndsWith('…'));
    }

    [Theory]
    [InlineData(0.01, 0.03, "2")]
    [InlineData(-0.03, -0.01, "1")]
    public void A_clear_difference_has_the_colour_of_the_side_that_its_interval_lies_on(double low, double high, string colour)
    {
        var svg = new Svg(DifferencePlot.Render(Head, [new("row", new(0.02, low, high))], A, B, ValueFormat.SignedPoints));
        Assert.Single(svg.WithClass($"chart-fill-{colour}"));
    }

    [Theory]
    [InlineData(-0.01, 0.03, true)]
    [InlineData(0.0, 0.03, true)]
    [InlineData(0.01, 0.03, false)]
    public void What_is_not_clear_is_hollow_and_has_no_colour(double low, double high, bool isClear)
    {
        var svg = new Svg(DifferencePlot.Render(Head, [new("row", new(0.02, low, high), isClear)], A, B, ValueFormat.SignedPoints));
        Assert.Equal("chart-hollow", svg.Elements("circle").Single().Attribute("class")!.Value);
        Assert.Single(svg.WithClass("chart-line-even"));
    }

    [Fact]
    public void An_interval_beyond_the_reach_of_a_strip_is_cut_at_its_end()
    {
        Strip strip = new("hits", 0.1, [new("a", new(0.05, -0.3, 0.4)), null], ValueFormat.SignedPoints);
        var svg = new Svg(IntervalPanel.Render(Head, ["a", "b"], [strip], A, B));
        var ends = svg.WithClass("chart-grid").Select(line => Svg.Number(line, "x1")).Order().ToArray();
        var interval = svg.WithClass("chart-interval").Single();
        Assert.Equal((ends[0], ends[^1]), (Svg.Number(interval, "x1"), Svg.Number(interval, "x2")));
        Assert.Contains("±10 pp", svg.Texts);
        Assert.Contains("no data", svg.Texts);
    }

    [Fact]
    public void Long_labels_of_a_narrow_chart_stand_above_their_rows()
    {
        Bar[] bars = [new("A label too long to stand beside a bar", 1)];
        var wide = new Svg(HorizontalBars.Render(Head, bars, ValueFormat.Count));
        var narrow = new Svg(HorizontalBars.Render(Head with { Width = ChartHead.Narrow }, bars, ValueFormat.Count));
        Assert.EndsWith("…", wide.Texts[0], StringComparison.Ordinal);
        Assert.Equal(bars[0].Label, narrow.Texts[0]);
    }

    [Fact]
    public void Marks_stand_where_they_are_on_the_axis()
    {
        // Bins of 0, 1 and 2: a mark at 1 stands in the middle of the middle bin.
        var svg = new Svg(Histogram.Render(Head, [new(0, 1, 5), new(1, 2, 5), new(2, 3, 5)], "v", "n", ValueFormat.Count, [new Marked(1, "mean")]));
        var middle = svg.Elements("rect").Skip(1).First();
        Assert.Equal(Svg.Number(middle, "x") + Svg.Number(middle, "width") / 2, Svg.Number(svg.WithClass("chart-mark").Single(), "x1"), 0.02);
        Assert.Contains("mean", svg.Texts);
    }

    [Fact]
    public void A_difference_of_zero_is_drawn_in_the_middle()
    {
        var svg = new Svg(DifferencePlot.Render(Head, [new("row", new(0, 0, 0))], A, B, ValueFormat.SignedPoints));
        Assert.Equal(Svg.Number(svg.WithClass("chart-axis").Single(), "x1"), Svg.Number(svg.Elements("circle").Single(), "cx"));
        Assert.Contains("← A better", svg.Texts);
    }

    [Fact]
    public void The_sides_names_are_whole_beside_long_labels()
    {
        var svg = new Svg(
            DifferencePlot.Render(
                Head,
                [new(new string('m', 60), new(-12.345, -100.5, 88.2))],
                new("Plain popularity", 2),
                new("Amazon Personalize", 1),
                ValueFormat.SignedMinutes
            )
        );
        Assert.Contains("← Plain popularity better", svg.Texts);
        Assert.Contains("Amazon Personalize better →", svg.Texts);
    }

    [Fact]
    public void A_series_keeps_its_colour_where_others_are_missing()
    {
        var svg = new Svg(HorizontalBars.Render(Head, [new("third", 1, Colour: 2)], ValueFormat.Score));
        Assert.Single(svg.WithClass("chart-fill-3"));
    }

    [Theory]
    [InlineData(2999, "> 99.9 %")]
    [InlineData(1500, "50.0 %")]
    public void A_share_is_the_same_on_its_label_and_in_its_hint(long kept, string text)
    {
        var svg = new Svg(StackedShares.Render(Head, [new("Kept", 0), new("Rejected", 1)], [new("Users", [kept, 3000 - kept])]));
        Assert.Contains(text, svg.Texts);
        Assert.Contains(svg.Elements("title"), title => title.Value == $"Users, Kept: {text}");
    }

    [Fact]
    public void A_missing_day_interrupts_the_line()
    {
        var first = new DateOnly(2026, 9, 1);
        int[] offsets = [0, 1, 2, 5, 6, 9];
        var svg = new Svg(DayLines.Render(Head, [new("s", [.. offsets.Select(i => new DayValue(first.AddDays(i), i))])], ValueFormat.Count));
        Assert.Equal(2, svg.Elements("polyline").Count());
        Assert.Single(svg.Elements("circle"));
    }

    [Fact]
    public void Dates_do_not_touch_over_many_years()
    {
        var first = new DateOnly(1999, 12, 31);
        var values = Enumerable.Range(0, 9_000).Select(i => new DayValue(first.AddDays(i), 1)).ToList();
        var places = new Svg(DayLines.Render(Head, [new("s", values)], ValueFormat.Count))
            .WithClass("chart-tick")
            .Where(text => text.Attribute("text-anchor")!.Value == "middle")
            .Select(text => Svg.Number(text, "x"))
            .ToList();
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.True(pair.Second - pair.First > 55));
    }

    [Fact]
    public void Shares_fill_the_bar()
    {
        var svg = new Svg(StackedShares.Render(Head, [new("a", 0), new("b", 1)], [new("row", [1, 3])]));
        Assert.Contains("25.0 %", svg.Texts);
        Assert.Contains("75.0 %", svg.Texts);
    }

    [Fact]
    public void Numbers_are_written_for_readers()
    {
        Assert.Equal("12,346", ValueFormat.Count.Text(12345.6));
        Assert.Equal("\u22125.2 %", ValueFormat.Percent.Text(-0.052));
        Assert.Equal("0.0 %", ValueFormat.Percent.Text(-0.0001));
        Assert.Equal("0.0 %", ValueFormat.Percent.Text(0));
        Assert.Equal(
            ("+0.0 min", "\u22120.0 min", "0.0 min"),
            (ValueFormat.SignedMinutes.Text(0.04), ValueFormat.SignedMinutes.Text(-0.04), ValueFormat.SignedMinutes.Text(0))
        );
        Assert.Equal("< 0.1 %", ValueFormat.Percent.Text(0.0001));
        Assert.Equal("> 99.9 %", ValueFormat.Percent.Text(0.9999));
        Assert.Equal("100.0 %", ValueFormat.Percent.Text(1));
        Assert.Equal("+1.2 pp", ValueFormat.SignedPoints.Text(0.0123));
        Assert.Equal("20 %", ValueFormat.Percent.Tick(0.2));
        Assert.Equal("0", ValueFormat.SignedScore.Tick(0));
    }

    [Fact]
    public void The_style_names_every_colour_of_a_series() =>
        Assert.All(Enumerable.Range(1, ChartStyle.ColourCount), i => Assert.Contains($".chart-fill-{i} ", ChartStyle.Css, StringComparison.Ordinal));
}
