using System.Globalization;
using Apache.Arrow;

namespace SparkReco.Models;

/// <summary>Builds batches row by row, value after value in the order of the columns. A value that does not fit its column is an error.</summary>
public sealed class BatchBuilder
{
    private readonly IReadOnlyList<Column> _columns;
    private readonly Schema _schema;
    private IArrowArrayBuilder[] _builders;
    private int _column;

    /// <summary>Begins the first batch of a table.</summary>
    public BatchBuilder(IReadOnlyList<Column> columns)
    {
        _columns = columns;
        _schema = Batches.SchemaOf(columns);
        _builders = Builders();
    }

    /// <summary>Whole rows since the last batch.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a value of a string column.</summary>
    public BatchBuilder Add(string? value)
    {
        ((StringArray.Builder)_builders[_column]).Append(value);
        return Next();
    }

    /// <summary>Adds a value of a string column, in UTF-8.</summary>
    public BatchBuilder Add(ReadOnlySpan<byte> value)
    {
        ((StringArray.Builder)_builders[_column]).Append(value);
        return Next();
    }

    /// <summary>Adds a value of an int or a bigint column.</summary>
    public BatchBuilder Add(long? value)
    {
        if (_builders[_column] is Int32Array.Builder builder)
            builder.Append(value is { } number ? checked((int)number) : null);
        else
            ((Int64Array.Builder)_builders[_column]).Append(value);
        return Next();
    }

    /// <summary>Adds a value of a double column.</summary>
    public BatchBuilder Add(double? value)
    {
        ((DoubleArray.Builder)_builders[_column]).Append(value);
        return Next();
    }

    /// <summary>Adds a value of a boolean column.</summary>
    public BatchBuilder Add(bool? value)
    {
        var builder = (BooleanArray.Builder)_builders[_column];
        _ = value is { } flag ? builder.Append(flag) : builder.AppendNull();
        return Next();
    }

    /// <summary>Adds a value of a date column.</summary>
    public BatchBuilder Add(DateOnly? value)
    {
        var builder = (Date32Array.Builder)_builders[_column];
        _ = value is { } day ? builder.Append(day) : builder.AppendNull();
        return Next();
    }

    /// <summary>Adds a row of boxed values; a whole number may have any width.</summary>
    public void AddRow(IReadOnlyList<object?> values)
    {
        for (var index = 0; index < _columns.Count; index++)
        {
            _ = _columns[index].Type switch
            {
                ColumnType.String => Add((string?)values[index]),
                ColumnType.Double => Add(values[index] is { } number ? Convert.ToDouble(number, CultureInfo.InvariantCulture) : default(double?)),
                ColumnType.Boolean => Add((bool?)values[index]),
                ColumnType.Date => Add((DateOnly?)values[index]),
                _ => Add(values[index] is { } number ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : default(long?)),
            };
        }
    }

    /// <summary>The rows so far as a batch. The builder begins anew.</summary>
    public RecordBatch Build()
    {
        if (_column > 0)
            throw new InvalidOperationException($"the last row ends before the column {_columns[_column].Name}");
        var batch = new RecordBatch(_schema, _builders.Select(builder => Built(builder)), RowCount);
        _builders = Builders();
        RowCount = 0;
        return batch;
    }

    private BatchBuilder Next()
    {
        _column = (_column + 1) % _columns.Count;
        RowCount += _column == 0 ? 1 : 0;
        return this;
    }

    private IArrowArrayBuilder[] Builders() => [.. _columns.Select(column => BuilderOf(column.Type))];

    private static IArrowArrayBuilder BuilderOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => new StringArray.Builder(),
            ColumnType.Int => new Int32Array.Builder(),
            ColumnType.BigInt => new Int64Array.Builder(),
            ColumnType.Double => new DoubleArray.Builder(),
            ColumnType.Boolean => new BooleanArray.Builder(),
            ColumnType.Date => new Date32Array.Builder(),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static IArrowArray Built(IArrowArrayBuilder builder) =>
        builder switch
        {
            StringArray.Builder strings => strings.Build(),
            Int32Array.Builder numbers => numbers.Build(),
            Int64Array.Builder numbers => numbers.Build(),
            DoubleArray.Builder numbers => numbers.Build(),
            BooleanArray.Builder flags => flags.Build(),
            Date32Array.Builder days => days.Build(),
            _ => throw new ArgumentOutOfRangeException(nameof(builder)),
        };
}
