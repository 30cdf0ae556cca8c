using SparkReco.Metrics;
using SparkReco.Models;
using Xunit;

namespace SparkReco.Tests.Metrics;

public sealed class MetricTests
{
    private static readonly Metric Metric = new(
        "first_hit",
        MetricFamily.Accuracy,
        "first hit",
        MetricUnit.Score,
        "In words.",
        "rank of the first hit"
    );

    [Theory]
    [InlineData(Direction.Higher, 0.5)]
    [InlineData(Direction.Lower, -0.5)]
    public void A_difference_is_a_gain_in_the_metrics_direction(Direction better, double gain) =>
        Assert.Equal(gain, (Metric with { Better = better }).Gain(0.5));

    [Fact]
    public void A_column_has_the_metrics_name_unless_it_holds_something_else()
    {
        Assert.Equal(new Column("first_hit", ColumnType.Double, "rank of the first hit"), Metric.Column);
        Assert.Equal("rank_sum", (Metric with { ColumnName = "rank_sum" }).Column.Name);
        Assert.Equal("rank of the first hit (A. Author 2020)", (Metric with { Source = "A. Author 2020" }).Column.Meaning);
    }

    [Fact]
    public void A_headline_names_the_list_length() =>
        Assert.Equal(
            ("first hit@10", "Hits of the first 5"),
            (Metric.HeadlineAt(10), (Metric with { Headline = "Hits of the first {k}" }).HeadlineAt(5))
        );
}
