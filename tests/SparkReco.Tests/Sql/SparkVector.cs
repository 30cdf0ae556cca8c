namespace SparkReco.Tests.Sql;

/// <summary>An expression with Spark's type and value, as text; the type <c>error</c> has the error's class for a value.</summary>
internal sealed record SparkVector(string Expression, string Type, string Value)
{
    /// <summary>All vectors of the file beside this one.</summary>
    public static IReadOnlyList<SparkVector> ReadAll() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sql", "spark-vectors.tsv"))
                .Skip(1)
                .Where(line => line.Length > 0)
                .Select(line => line.Split('\t'))
                .Select(cells => new SparkVector(cells[0], cells[1], cells[2])),
        ];
}
