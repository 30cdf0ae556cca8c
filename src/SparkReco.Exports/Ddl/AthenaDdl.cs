using SparkReco.Configuration;
using SparkReco.Models;

namespace SparkReco.Exports.Ddl;

/// <summary>
/// The published tables as external tables of Amazon Athena. Partitions are projected: Athena works their folders out of the run dates and systems that a
/// query asks for, and nobody has to add any after a run.
/// </summary>
/// <param name="schema">The database in the Glue Data Catalog.</param>
/// <param name="lake">Where the lake is, <c>s3://BUCKET/FOLDER</c>.</param>
/// <param name="partitions">What is in the lake.</param>
/// <param name="settings">Those of the next run: they name its systems.</param>
public sealed class AthenaDdl(string schema, string lake, IReadOnlyList<LakePartition> partitions, Settings settings)
{
    // Glue takes no longer comment of a column.
    private const int LongestComment = 255;

    /// <summary>Run dates before this one are of no partition where the lake is empty.</summary>
    private static readonly DateOnly EarliestDay = new(2020, 1, 1);

    /// <summary>A statement in each file, as Athena runs one at a time.</summary>
    public IReadOnlyList<ExportedFile> Files() =>
        [
            new("README.md", ReadMe()),
            new("database.sql", $"create database if not exists `{schema}`\n"),
            .. LakeTable.All.Select(table => new ExportedFile($"tables/{table.Name}.sql", Table(table))),
        ];

    /// <summary>The statement that makes a table.</summary>
    internal string Table(LakeTable table) =>
        $"""
            create external table if not exists `{schema}`.`{table.Name}` (
              {string.Join(",\n  ", table.Columns.Select(Definition))}
            )
            comment {Text($"A row is {table.Grain}.")}
            partitioned by (
              {string.Join(",\n  ", table.Partitions.Select(Definition))}
            )
            stored as parquet
            location '{lake}/{table.Name}/'
            tblproperties (
              {string.Join(",\n  ", Properties(table).Select(property => $"'{property.Name}' = '{property.Value}'"))}
            )

            """;

    private IEnumerable<(string Name, string Value)> Properties(LakeTable table)
    {
        var days = partitions.Select(partition => partition.RunDate);
        var template = string.Join('/', table.Partitions.Select(column => $"{column.Name}=${{{column.Name}}}"));
        yield return ("projection.enabled", "true");
        yield return ("projection.run_date.type", "date");
        yield return ("projection.run_date.format", "yyyy-MM-dd");
        // A run date may lie in the future: a run before midnight makes the lists of the day to come.
        yield return ("projection.run_date.range", $"{days.DefaultIfEmpty(EarliestDay).Min():yyyy-MM-dd},NOW+7DAYS");
        yield return ("projection.run_date.interval", "1");
        yield return ("projection.run_date.interval.unit", "DAYS");
        if (table.HasSystems)
        {
            yield return ("projection.system.type", "enum");
            yield return ("projection.system.values", string.Join(',', SystemsOf(table)));
        }

        yield return ("storage.location.template", $"{lake}/{table.Name}/{template}/");
    }

    /// <summary>The systems that the next run has parts for, and those that are in the lake beside them.</summary>
    private IEnumerable<string> SystemsOf(LakeTable table) =>
        Pipeline
            .Models.Where(model => model.Name == table.Name)
            .SelectMany(model => model.PartsIn(settings))
            .Select(part => part.System)
            .Concat(partitions.Where(partition => partition.Table == table).Select(partition => partition.System))
            .OfType<string>()
            .Distinct();

    private static string Definition(Column column) => $"`{column.Name}` {TypeOf(column.Type)} comment {Text(column.Meaning)}";

    /// <summary>The type in the words of Hive.</summary>
    private static string TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => "string",
            ColumnType.Int => "int",
            ColumnType.BigInt => "bigint",
            ColumnType.Double => "double",
            ColumnType.Boolean => "boolean",
            ColumnType.Date => "date",
            _ => throw new NotSupportedException($"Athena has no type for {type}"),
        };

    /// <summary>A text in quotes. An apostrophe is written as a letter that needs no escape, since Athena's dialects for tables and for queries escape it differently.</summary>
    private static string Text(string text)
    {
        var words = text.Replace('\'', '’');
        return $"'{(words.Length <= LongestComment ? words : words[..words.LastIndexOf(' ', LongestComment - 2)] + " …")}'";
    }

    private string ReadMe() =>
        $"""
            # SparkReco in Amazon Athena

            The tables of the lake `{lake}` in the database `{schema}` of the Glue Data Catalog. Written by `sparkreco export athena`.

            ```
            output=s3://BUCKET/athena-results/
            for file in database.sql tables/*.sql; do
              aws athena start-query-execution --query-string "file://$file" --result-configuration "OutputLocation=$output"
              sleep 2
            done
            ```

            It has to be done once. Athena works out by itself where a new run's partitions are; for a system that is new, and where tables have new columns, drop the tables (their
            files stay) and make them again from a new export:

            ```
            aws athena start-query-execution --query-string 'drop table `{schema}`.`recommendations`' --result-configuration "OutputLocation=$output"
            ```

            Say in queries which run date is wanted, so that Athena looks into that folder alone:

            ```sql
            select * from {schema}.comparison_summary where run_date = date '2026-09-01' and segment = 'all'
            ```

            While a run publishes, a table can lack rows or have those of two runs: ask when it has ended.

            """;
}
