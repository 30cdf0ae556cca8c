using System.Globalization;
using System.Text;
using Apache.Arrow;
using Apache.Arrow.Types;

namespace SparkReco.Models;

/// <summary>Builds batches row by row, value after value in the order of the columns. A value that does not fit its column is an error.</summary>
public sealed class BatchBuilder
{
    private readonly IReadOnlyList<Column> _columns;
    private readonly Schema _schema;
    private readonly ColumnValues[] _values;
    private int _column;

    /// <summary>Begins the first batch of a table.</summary>
    public BatchBuilder(IReadOnlyList<Column> columns)
    {
        _columns = columns;
        _schema = Batches.SchemaOf(columns);
        _values = [.. columns.Zip(_schema.FieldsList, (column, field) => new ColumnValues(column.Type, (ArrowType)field.DataType))];
    }

    /// <summary>Whole rows since the last batch.</summary>
    public int RowCount { get; private set; }

    /// <summary>Adds a value of a string column.</summary>
    public BatchBuilder Add(string? value) => value is null ? AddNull() : Add(Encoding.UTF8.GetBytes(value).AsSpan());

    /// <summary>Adds a value of a string column, in UTF-8.</summary>
    public BatchBuilder Add(ReadOnlySpan<byte> value)
    {
        _values[_column].Add(value);
        return Next();
    }

    /// <summary>Adds a value of an int or a bigint column.</summary>
    public BatchBuilder Add(long value)
    {
        _values[_column].Add(value);
        return Next();
    }

    /// <inheritdoc cref="Add(long)"/>
    public BatchBuilder Add(long? value) => value is { } number ? Add(number) : AddNull();

    /// <summary>Adds a value of a double column.</summary>
    public BatchBuilder Add(double? value)
    {
        if (value is not { } number)
            return AddNull();
        _values[_column].Add(number);
        return Next();
    }

    /// <summary>Adds a value of a boolean column.</summary>
    public BatchBuilder Add(bool? value)
    {
        if (value is not { } flag)
            return AddNull();
        _values[_column].Add(flag);
        return Next();
    }

    /// <summary>Adds a value of a date column.</summary>
    public BatchBuilder Add(DateOnly? value) => value is { } day ? AddDay(UnixDay.Of(day)) : AddNull();

    /// <summary>Adds a value of a date column, as days since 1970-01-01.</summary>
    public BatchBuilder AddDay(int day)
    {
        _values[_column].AddDay(day);
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
        var batch = new RecordBatch(_schema, _values.Select(values => values.Build()), RowCount);
        RowCount = 0;
        return batch;
    }

    private BatchBuilder AddNull()
    {
        _values[_column].AddNull();
        return Next();
    }

    private BatchBuilder Next()
    {
        if (++_column == _values.Length)
        {
            _column = 0;
            RowCount++;
        }

        return this;
    }
}
