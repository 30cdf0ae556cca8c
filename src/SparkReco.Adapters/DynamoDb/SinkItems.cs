using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2.Model;
using Apache.Arrow;
using SparkReco.Adapters.Sinks;
using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>
/// Rows as items. The partition is the first column of the key that is not the system, as <c>user_id#u1</c>; the sort key has the publication, the
/// table, the system if there is one, and the rest of the key, as <c>PUBLICATION#recommendations#baseline#0000000001</c>: a list is a range, in order.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="publication">What the rows are written under.</param>
/// <param name="expiresAt">When DynamoDB may delete them, in seconds since 1970.</param>
internal sealed class SinkItems(SinkTable table, string publication, long expiresAt)
{
    public const string Partition = "pk";
    public const string Sort = "sk";
    public const string ExpiresAt = "expires_at";

    private const int MaxPartitionBytes = 2048;
    private const int MaxSortBytes = 1024;
    private const double LeastNumber = 1e-130;
    private const double LimitOfNumbers = 1e126;

    private readonly string[] _columns = [.. table.Columns.Select(column => column.Name)];

    /// <summary>The items of a batch.</summary>
    /// <exception cref="DatabaseException">DynamoDB can't hold a value.</exception>
    public IEnumerable<Dictionary<string, AttributeValue>> Of(RecordBatch batch)
    {
        var arrays = batch.Arrays.ToArray();
        var partition = System.Array.IndexOf(_columns, table.Key.First(name => name != Columns.System.Name));
        int[] rest = [.. table.Key.Select(name => System.Array.IndexOf(_columns, name)).Where(column => column != partition)];
        for (var row = 0; row < batch.Length; row++)
        {
            var item = new Dictionary<string, AttributeValue>
            {
                [Partition] = Key(partition, $"{_columns[partition]}#{Part(arrays[partition], row)}", MaxPartitionBytes),
                [Sort] = Key(
                    rest is [.., var last] ? last : partition,
                    string.Join('#', new[] { publication, table.Name }.Concat(rest.Select(column => Part(arrays[column], row)))),
                    MaxSortBytes
                ),
                [ExpiresAt] = new() { N = $"{expiresAt}" },
            };
            for (var column = 0; column < arrays.Length; column++)
            {
                if (!arrays[column].IsNull(row))
                    item[_columns[column]] = Value(arrays[column], row, column);
            }

            yield return item;
        }
    }

    private AttributeValue Key(int column, string text, int max) =>
        Encoding.UTF8.GetByteCount(text) <= max ? new() { S = text } : throw HeldValue.Refusal(table, column, $"a key of more than {max} bytes");

    /// <summary>A part of a key: numbers have so many digits that texts have their order.</summary>
    private static string Part(IArrowArray array, int row) =>
        array switch
        {
            Int32Array numbers => numbers.Values[row].ToString("D10", CultureInfo.InvariantCulture),
            StringArray texts => texts.GetString(row),
            _ => throw new NotSupportedException($"no key has the type {array.Data.DataType.Name}"),
        };

    private AttributeValue Value(IArrowArray array, int row, int column) =>
        array switch
        {
            StringArray texts => new() { S = texts.GetString(row) },
            Int32Array numbers => new() { N = numbers.Values[row].ToString(CultureInfo.InvariantCulture) },
            Int64Array numbers => new() { N = numbers.Values[row].ToString(CultureInfo.InvariantCulture) },
            DoubleArray numbers => new() { N = Number(numbers.Values[row], column) },
            BooleanArray flags => new() { BOOL = flags.GetValue(row)!.Value },
            Date32Array days => new() { S = $"{HeldValue.Day(table, column, days.Values[row]):yyyy-MM-dd}" },
            _ => throw new NotSupportedException($"no column has the type {array.Data.DataType.Name}"),
        };

    private string Number(double number, int column)
    {
        var size = Math.Abs(number);
        return size == 0 || (size >= LeastNumber && size < LimitOfNumbers)
            ? number.ToString("R", CultureInfo.InvariantCulture)
            : throw HeldValue.Refusal(table, column, $"the number {number.ToString(CultureInfo.InvariantCulture)}");
    }
}
