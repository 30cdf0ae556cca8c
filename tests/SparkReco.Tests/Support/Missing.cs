using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>What a test needs beside the repository: without it the test is skipped on a laptop, and fails on a build server.</summary>
internal static class Missing
{
    public static void Skip(string reason)
    {
        if (Environment.GetEnvironmentVariable("CI") is null or "")
            Assert.Skip(reason);

        Assert.Fail(reason);
    }
}
