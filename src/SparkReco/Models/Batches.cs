using Apache.Arrow;
using Apache.Arrow.Types;
using SparkReco.Ports;

namespace SparkReco.Models;

/// <summary>Rows in bulk: batches of Apache Arrow with the columns and types of tables.</summary>
public static class Batches
{
    private const int RowsPerBatch = 8192;

    /// <summary>The schema of batches with the columns. Every field may be null: it is the contract that says which column may.</summary>
    public static Schema SchemaOf(IReadOnlyList<Column> columns) =>
        new(columns.Select(column => new Field(column.Name, ArrowTypeOf(column.Type), nullable: true)), metadata: null);

    /// <summary>The columns of a query's result.</summary>
    /// <exception cref="EngineException">A column has a type that no table has.</exception>
    public static IReadOnlyList<Column> ColumnsOf(Schema schema) =>
        [
            .. schema.FieldsList.Select(field => new Column(
                field.Name,
                TypeOf(field.DataType)
                    ?? throw new EngineException(
                        $"the column {field.Name} is of the type {field.DataType.Name}, which no table has: cast it in the query to string, int, bigint, double, boolean or date"
                    ),
                ""
            )),
        ];

    /// <summary>Makes sure that a batch has the columns, in their order.</summary>
    /// <exception cref="EngineException">What the batch has instead.</exception>
    public static void Check(RecordBatch batch, IReadOnlyList<Column> columns)
    {
        var fields = batch.Schema.FieldsList;
        if (
            fields.Count == columns.Count
            && columns.Zip(fields).All(pair => pair.First.Name == pair.Second.Name && pair.First.Type == TypeOf(pair.Second.DataType))
        )
            return;
        var wanted = columns.Select(column => $"{column.Name} {column.SqlType.ToLowerInvariant()}");
        var found = fields.Select(field => $"{field.Name} {TypeOf(field.DataType)?.ToString().ToLowerInvariant() ?? field.DataType.Name}");
        throw new EngineException($"the rows have the columns ({string.Join(", ", found)}) where the table has ({string.Join(", ", wanted)})");
    }

    /// <summary>Rows of a small table, each with one value per column, as batches.</summary>
    public static IAsyncEnumerable<RecordBatch> Of(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows) =>
        Build(columns, rows).ToAsyncEnumerable();

    private static IEnumerable<RecordBatch> Build(IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows)
    {
        var batch = new BatchBuilder(columns);
        foreach (var part in rows.Chunk(RowsPerBatch))
        {
            foreach (var row in part)
                batch.AddRow(row);
            yield return batch.Build();
        }
    }

    private static ArrowType ArrowTypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => StringType.Default,
            ColumnType.Int => Int32Type.Default,
            ColumnType.BigInt => Int64Type.Default,
            ColumnType.Double => DoubleType.Default,
            ColumnType.Boolean => BooleanType.Default,
            ColumnType.Date => Date32Type.Default,
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static ColumnType? TypeOf(IArrowType type) =>
        type.TypeId switch
        {
            ArrowTypeId.String => ColumnType.String,
            ArrowTypeId.Int32 => ColumnType.Int,
            ArrowTypeId.Int64 => ColumnType.BigInt,
            ArrowTypeId.Double => ColumnType.Double,
            ArrowTypeId.Boolean => ColumnType.Boolean,
            ArrowTypeId.Date32 => ColumnType.Date,
            _ => null,
        };
}
