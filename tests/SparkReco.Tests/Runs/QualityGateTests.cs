using SparkReco.Runs;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Runs;

public sealed class QualityGateTests
{
    [Fact]
    public void An_input_without_a_row_is_the_reason_not_the_lists_that_are_missing_for_it()
    {
        var refused = Assert.Throws<QualityGateException>(() =>
            QualityGate.Check(Some.Settings(), [Record(("items_rows", 10), ("events_rows", 10))])
        );

        Assert.StartsWith("there are no users: the files of 'inputs.users.paths' hold no row", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("have a list", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lists_are_missing_although_all_inputs_have_rows()
    {
        var refused = Assert.Throws<QualityGateException>(() =>
            QualityGate.Check(Some.Settings(), [Record(("users_rows", 10), ("items_rows", 10), ("events_rows", 10))])
        );

        Assert.StartsWith(
            "0 users have a list, fewer than 'quality.min_users' = 1; lists are made of what lies before the run date, 2026-09-01",
            refused.Message,
            StringComparison.Ordinal
        );
    }

    private static StageRecord Record(params (string Name, long Count)[] counts) =>
        new(
            "clean",
            "r",
            new Fingerprint("", "", "", ""),
            "",
            default,
            0,
            [],
            [],
            new Dictionary<string, double>(),
            counts.ToDictionary(count => count.Name, count => count.Count),
            []
        );
}
