using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Docs;

public sealed class ExtendingTests
{
    [Fact]
    public void The_kernel_of_the_page_is_the_one_that_is_tested()
    {
        var code = File.ReadAllText(Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Docs", "Visits.cs"));
        var lines = code[code.IndexOf("/// <summary>", StringComparison.Ordinal)..]
            .TrimEnd()
            .Split('\n')
            .Select(line => line.Length > 0 ? "   " + line : "");

        Assert.Contains(string.Join('\n', lines), File.ReadAllText(Path.Combine(Golden.Root, "docs", "extending.md")));
    }
}
