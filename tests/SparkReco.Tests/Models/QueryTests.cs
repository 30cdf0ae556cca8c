using System.Reflection;
using SparkReco.Models;
using SparkReco.Sql;
using Xunit;

namespace SparkReco.Tests.Models;

/// <summary>What every query must be, whoever reads it.</summary>
public sealed class QueryTests
{
    private static readonly Query[] Queries =
    [
        .. from type in typeof(Query).Assembly.GetTypes()
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType.IsSubclassOf(typeof(Query))
        select (Query)field.GetValue(null)!,
    ];

    public static TheoryData<string> Paths { get; } = [.. Queries.Select(query => query.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_query_is_written_in_the_portable_subset(string path) =>
        Assert.Empty(PortableSqlLint.Check(path, At(path).ReadSql()).Select(finding => finding.ToString()));

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_querys_last_select_lists_and_casts_what_its_record_asks_for(string path) =>
        Assert.Equal(
            At(path).Columns.Select(column => $"{column.Name} {column.SqlType}"),
            FinalSelectLint.Read(path, At(path).ReadSql()).Select(column => $"{column.Name} {column.Type}")
        );

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_querys_file_begins_with_its_purpose_and_its_grain_and_fits_the_page(string path)
    {
        var lines = At(path).ReadSql().Split('\n');

        Assert.StartsWith("-- purpose: ", lines[0]);
        Assert.Contains(lines.Take(4), line => line.StartsWith("-- grain:   ", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 140));
    }

    [Fact]
    public void Every_sql_file_that_is_no_model_is_one_query()
    {
        var files = typeof(Query)
            .Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal) && !name.StartsWith("models/", StringComparison.Ordinal));

        Assert.Equal(files.Order(), Queries.Select(query => query.Path).Order());
    }

    private static Query At(string path) => Queries.Single(query => query.Path == path);
}
