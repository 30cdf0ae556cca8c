using SparkReco.Models;

namespace SparkReco.Exports.Ddl;

/// <summary>
/// The published tables as external tables of Amazon Redshift Spectrum, with the partitions that are in the lake. Spectrum knows no projection: partitions of
/// later runs are added by a new export.
/// </summary>
/// <param name="schema">The external schema in Redshift.</param>
/// <param name="lake">Where the lake is, <c>s3://BUCKET/FOLDER</c>.</param>
/// <param name="partitions">What is in the lake.</param>
public sealed class RedshiftDdl(string schema, string lake, IReadOnlyList<LakePartition> partitions)
{
    // The Glue Data Catalog takes no more in one statement.
    private const int PartitionsPerStatement = 100;

    /// <summary>The schema, the tables, and their partitions.</summary>
    public IReadOnlyList<ExportedFile> Files() =>
        [
            new("README.md", ReadMe()),
            new("schema.sql", Schema()),
            new("tables.sql", string.Join('\n', LakeTable.All.Select(Table))),
            new("partitions.sql", Partitions()),
        ];

    private string Schema() =>
        $"""
            create external schema if not exists "{schema}"
            from data catalog
            database '{Catalog}'
            iam_role default
            create external database if not exists;

            """;

    // Athena's tables of the same names have other properties.
    private string Catalog => $"{schema}_spectrum";

    /// <summary>The statements that make a table anew. Redshift takes no comments of external columns, so they stand beside them.</summary>
    internal string Table(LakeTable table) =>
        $"""
            -- A row is {table.Grain}.
            drop table if exists "{schema}"."{table.Name}";
            create external table "{schema}"."{table.Name}" (
            {string.Join('\n', table.Columns.Select((column, index) => Definition(column, isLast: index == table.Columns.Count - 1)))}
            )
            partitioned by ({string.Join(", ", table.Partitions.Select(column => $"\"{column.Name}\" {TypeOf(column.Type)}"))})
            stored as parquet
            location '{lake}/{table.Name}/';

            """;

    private static string Definition(Column column, bool isLast) =>
        $"  \"{column.Name}\" {TypeOf(column.Type)}{(isLast ? "" : ",")} -- {column.Meaning}";

    private string Partitions() =>
        string.Join(
            '\n',
            from table in partitions.GroupBy(partition => partition.Table)
            from part in table.Chunk(PartitionsPerStatement)
            select $"alter table \"{schema}\".\"{table.Key.Name}\" add if not exists\n{string.Join('\n', part.Select(Partition))};\n"
        );

    private string Partition(LakePartition partition)
    {
        var system = partition.System is null ? "" : $", \"system\" = '{partition.System}'";
        return $"partition (\"run_date\" = '{partition.RunDate:yyyy-MM-dd}'{system}) location '{lake}/{partition.Folder}/'";
    }

    /// <summary>Spectrum reads a column of Parquet only with the type that the file has.</summary>
    private static string TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => "varchar(65535)",
            ColumnType.Int => "integer",
            ColumnType.BigInt => "bigint",
            ColumnType.Double => "double precision",
            ColumnType.Boolean => "boolean",
            ColumnType.Date => "date",
            _ => throw new NotSupportedException($"Redshift Spectrum has no type for {type}"),
        };

    private string ReadMe() =>
        $"""
            # SparkReco in Amazon Redshift Spectrum

            The tables of the lake `{lake}` in the external schema `{schema}`, which is the database `{Catalog}` of the Glue Data Catalog. Written by `sparkreco export redshift`.

            ```
            psql -v ON_ERROR_STOP=1 -f schema.sql -f tables.sql -f partitions.sql "host=... port=5439 dbname=dev user=..."
            ```

            Statements on external tables can't be run in a transaction. `schema.sql` takes the role that is the default of the cluster or workgroup; it reads the bucket and the
            catalog. `tables.sql` makes the tables anew, also where their columns are others now; no file of the lake is touched.

            After a run, add its partitions: export once more, and run `partitions.sql`, which leaves alone what is there.

            ```sql
            select * from {schema}.comparison_summary where run_date = '2026-09-01' and segment = 'all';
            ```

            While a run publishes, a table can lack rows or have those of two runs: ask when it has ended.

            """;
}
