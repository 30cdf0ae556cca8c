using System.Text;
using Apache.Arrow;
using SparkReco.Adapters.Sinks;
using SparkReco.Ports;

namespace SparkReco.Adapters.Redshift;

/// <summary>Rows as CSV for COPY, each with the publication's number in front. Redshift does not tell an empty text from none: a word stands for none.</summary>
internal sealed class CopyText(SinkTable table, long publication)
{
    /// <summary>The word for no value.</summary>
    public const string Null = "@no-value@";

    private static readonly byte[] NullBytes = Encoding.UTF8.GetBytes(Null);

    private readonly CsvText _text = new();

    /// <summary>The lines of a batch, until the next is asked for.</summary>
    /// <exception cref="DatabaseException">Redshift can't hold a value.</exception>
    public ReadOnlyMemory<byte> Of(RecordBatch batch)
    {
        _text.Clear();
        var arrays = batch.Arrays.ToArray();
        for (var row = 0; row < batch.Length; row++)
        {
            _text.Add(publication);
            for (var column = 0; column < arrays.Length; column++)
            {
                if (arrays[column].IsNull(row))
                    _text.Add(NullBytes);
                else
                    Add(arrays[column], row, column);
            }

            _text.EndRow();
        }

        return _text.Text;
    }

    private void Add(IArrowArray array, int row, int column)
    {
        switch (array)
        {
            case StringArray texts:
                var bytes = texts.GetBytes(row);
                if (bytes.Contains((byte)0))
                    throw HeldValue.Refusal(table, column, "a text with the character U+0000");
                if (bytes.SequenceEqual(NullBytes))
                    throw HeldValue.Refusal(table, column, $"the text {Null}, which stands for no value on the way there");
                _text.Add(bytes);
                break;
            case Int32Array numbers:
                _text.Add(numbers.Values[row]);
                break;
            case Int64Array numbers:
                _text.Add(numbers.Values[row]);
                break;
            case DoubleArray numbers:
                HeldValue.RequireFinite(table, column, numbers.Values[row]);
                _text.Add(numbers.Values[row], "R");
                break;
            case BooleanArray flags:
                _text.Add(flags.GetValue(row)!.Value ? "true" : "false");
                break;
            case Date32Array days:
                _text.Add(HeldValue.Day(table, column, days.Values[row]), "yyyy-MM-dd");
                break;
            default:
                throw new NotSupportedException($"no column has the type {array.Data.DataType.Name}");
        }
    }
}
