using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;
using SparkReco.Sql;
using SparkReco.Tests.Sql;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>Each vector is either refused with advice, or DuckDB gives Spark's value and type.</summary>
public sealed class SparkVectorTests(ITestOutputHelper output)
{
    /// <summary>How many vectors the lint lets through; it may only grow.</summary>
    private const int LeastAccepted = 505;

    /// <summary>Where DuckDB's type is another one than Spark's: the value is the same, and a model's last select casts it.</summary>
    private static readonly Dictionary<(string Spark, string DuckDb), string> OtherTypes = new()
    {
        [("string", "\"NULL\"")] = "text joined with a bare NULL",
        [("array<void>", "\"NULL\"[]")] = "array() without elements has no type in either",
        [("array<int>", "BIGINT[]")] = "sequence of INT",
    };

    /// <summary>Errors that a value raises; others, such as an unknown function, mean that the text is not DuckDB's.</summary>
    private static readonly string[] OfValues = ["Conversion Error", "Out of Range Error", "Invalid Input Error"];

    [Fact]
    public void Accepted_vectors_give_sparks_value_and_type()
    {
        using var connection = DuckDbTest.Open();
        var accepted = 0;
        var failures = new List<string>();
        foreach (var vector in SparkVector.ReadAll())
        {
            var findings = PortableSqlLint.Check("vector.sql", $"select {vector.Expression} as v");
            if (findings.Count > 0)
            {
                failures.AddRange(findings.Where(f => string.IsNullOrWhiteSpace(f.Advice)).Select(f => $"no advice: {vector.Expression}: {f}"));
                output.WriteLine($"REFUSED {vector.Expression} :: {findings[0]}");
                continue;
            }
            accepted++;
            if (Compare(connection, vector) is { } difference)
                failures.Add(difference);
            else
                output.WriteLine($"ACCEPTED {vector.Expression}");
        }

        Assert.True(failures.Count == 0, $"{failures.Count} failures\n" + string.Join('\n', failures));
        Assert.True(accepted >= LeastAccepted, $"only {accepted} are accepted");
    }

    private static string? Compare(DuckDBConnection connection, SparkVector vector)
    {
        var (value, type) = Evaluate(connection, vector.Expression);
        if (vector.Type == "error")
            return type == "error" ? null : $"{vector.Expression}: Spark raises {vector.Value}, DuckDB gives {value}";
        var rendered = type is "error" or "broken" ? value as string : SparkRendering.Of(value, type);
        if (rendered != vector.Value)
            return $"{vector.Expression}: {vector.Value} in Spark, {rendered} in DuckDB ({type})";
        if (SparkTypes.Of(type) != vector.Type && !OtherTypes.ContainsKey((vector.Type, type)))
            return $"{vector.Expression}: the type {vector.Type} in Spark, {type} in DuckDB";
        return null;
    }

    private static (object? Value, string Type) Evaluate(DuckDBConnection connection, string expression)
    {
        using var command = connection.CreateCommand();
        command.CommandText = DuckDbDialect.Rewrite("vector.sql", $"select v, typeof(v) from (select {expression} as v) as s");
        try
        {
            using var reader = command.ExecuteReader();
            reader.Read();
            return (DuckDbTest.Read(reader, 0), reader.GetString(1));
        }
        catch (DuckDBException e)
        {
            var message = e.Message.Split('\n')[0];
            return (message, OfValues.Any(message.StartsWith) ? "error" : "broken");
        }
    }
}
