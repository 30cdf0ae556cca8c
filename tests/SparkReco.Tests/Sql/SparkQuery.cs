namespace SparkReco.Tests.Sql;

/// <summary>A query and the rows that Spark 3.5.7 gave in ANSI mode and UTC, written as the vectors are.</summary>
internal sealed record SparkQuery(string Text, string Rows)
{
    /// <summary>All queries of the file beside this one.</summary>
    public static IReadOnlyList<SparkQuery> ReadAll() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Sql", "spark-queries.tsv"))
                .Skip(1)
                .Select(line => line.Split('\t'))
                .Select(cells => new SparkQuery(cells[0], cells[1])),
        ];
}
