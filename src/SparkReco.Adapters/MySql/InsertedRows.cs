using System.Text;
using Apache.Arrow;
using MySqlConnector;
using SparkReco.Adapters.Sinks;
using SparkReco.Ports;

namespace SparkReco.Adapters.MySql;

/// <summary>Rows by INSERT statements of many rows each, for servers that take no files of their clients.</summary>
internal sealed class InsertedRows(MySqlConnection connection, string target, SinkTable table, long publication)
{
    // Well below the 1 MiB of the smallest max_allowed_packet: the longest row that the tables take has 12 kB.
    private const int ValuesPerStatement = 2_000;
    private const int BytesPerStatement = 256 * 1024;

    private readonly List<object?> _values = [];
    private int _bytes;
    private long _inserted;

    /// <summary>Inserts all rows, and gives how many the database took.</summary>
    public async Task<long> InsertAsync(CancellationToken cancellation)
    {
        await foreach (var batch in table.Read(cancellation))
        {
            using (batch)
            {
                for (var row = 0; row < batch.Length; row++)
                {
                    AddRow(batch, row);
                    if (_values.Count >= ValuesPerStatement || _bytes >= BytesPerStatement)
                        await FlushAsync(cancellation);
                }
            }
        }

        await FlushAsync(cancellation);
        return _inserted;
    }

    private void AddRow(RecordBatch batch, int row)
    {
        for (var column = 0; column < batch.ColumnCount; column++)
        {
            var value = batch.Column(column).IsNull(row) ? null : ValueOf(batch.Column(column), row, column);
            _bytes += value is string text ? 2 * Encoding.UTF8.GetByteCount(text) : sizeof(long);
            _values.Add(value);
        }
    }

    private object ValueOf(IArrowArray array, int row, int column)
    {
        switch (array)
        {
            case StringArray texts:
                return texts.GetString(row);
            case Int32Array numbers:
                return numbers.Values[row];
            case Int64Array numbers:
                return numbers.Values[row];
            case DoubleArray numbers:
                HeldValue.RequireFinite(table, column, numbers.Values[row]);
                return numbers.Values[row];
            case BooleanArray flags:
                return flags.GetValue(row)!.Value;
            case Date32Array days:
                return HeldValue.Day(table, column, days.Values[row]);
            default:
                throw new NotSupportedException($"no column has the type {array.Data.DataType.Name}");
        }
    }

    private async Task FlushAsync(CancellationToken cancellation)
    {
        if (_values.Count == 0)
            return;
        var width = table.Columns.Count;
        var text = new StringBuilder($"insert into {target} (publication, ")
            .AppendJoin(", ", table.Columns.Select(column => $"\"{column.Name}\""))
            .Append(") values ");
        for (var at = 0; at < _values.Count; at += width)
        {
            text.Append(at == 0 ? "" : ", ").Append($"({publication}");
            for (var value = at; value < at + width; value++)
                text.Append($", @v{value}");
            text.Append(')');
        }

        _inserted += await connection.ExecuteAsync(
            text.ToString(),
            cancellation,
            [.. _values.Select((value, index) => ($"v{index}", value ?? DBNull.Value))]
        );
        _values.Clear();
        _bytes = 0;
    }
}
