using SparkReco.Ports;
using SparkReco.Sinks;
using Xunit;

namespace SparkReco.Tests.Sinks;

public sealed class SinkPublisherTests
{
    [Theory]
    [InlineData(new[] { false }, "but not in this sink:")]
    [InlineData(new[] { false, false }, "but not in these sinks:")]
    [InlineData(new[] { true }, "and whether it is in this sink is not known:")]
    [InlineData(new[] { true, true }, "and whether it is in these sinks is not known:")]
    [InlineData(new[] { false, true }, "but not in these sinks, or, where it says so, that is not known:")]
    public void That_a_run_is_not_in_a_sink_is_said_only_where_it_is_known(bool[] isUnknown, string expected)
    {
        var failures = isUnknown.Select(unknown => new DatabaseException("lost") { IsOutcomeUnknown = unknown }).ToArray();

        var failure = SinkPublisher.Failure("r1", failures);

        Assert.Contains($"run r1 is published in the lake, {expected} the same command does the rest", failure.Message);
        Assert.Equal(isUnknown.Contains(true), failure.IsOutcomeUnknown);
    }
}
