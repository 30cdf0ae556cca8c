using SparkReco.Sql;
using SparkReco.Tests.Sql;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>No function is allowed on trust: each one stands in an accepted vector or in a query with Spark's rows.</summary>
public sealed class FunctionCoverageTests
{
    [Fact]
    public void Every_allowed_function_is_compared_with_spark()
    {
        var texts = SparkVector
            .ReadAll()
            .Select(v => $"select {v.Expression} as v")
            .Where(t => PortableSqlLint.Check("vector.sql", t).Count == 0)
            .Concat(SparkQuery.ReadAll().Select(q => q.Text))
            .ToList();

        var missing = PortableSqlLint.Functions.Where(name => !texts.Exists(t => Calls(t, name)));

        Assert.Equal("", string.Join(' ', missing));
    }

    private static bool Calls(string text, string name) =>
        text.Contains($" {name}(", StringComparison.OrdinalIgnoreCase) || text.Contains($"({name}(", StringComparison.OrdinalIgnoreCase);
}
