using SparkReco.Judging;
using Xunit;

namespace SparkReco.Tests.Judging;

public sealed class FamiliesTests
{
    [Fact]
    public void All_users_rows_are_one_family_and_each_metric_has_one_of_its_segments()
    {
        (string Segment, string Metric, double P)[] rows =
        [
            ("all", "hits", 0.01),
            ("all", "minutes", 0.03),
            ("tier=free", "hits", 0.02),
            ("tier=paid", "hits", 0.5),
            ("tier=paid", "minutes", 0.04),
        ];

        var adjusted = Families.Holm(rows, row => Families.Of(row.Segment, row.Metric), row => row.P);

        // 2 * 0.01 and 0.03; 2 * 0.02 and 0.5; 0.04 alone.
        Assert.Equal([0.02, 0.03, 0.04, 0.5, 0.04], adjusted);
    }

    [Fact]
    public void A_row_that_could_not_be_tested_counts_in_no_family() =>
        Assert.Equal([double.NaN, 0.02], Families.Holm([double.NaN, 0.02], _ => "", p => p));
}
