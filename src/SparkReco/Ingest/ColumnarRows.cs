using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;

namespace SparkReco.Ingest;

/// <summary>Maps the rows of one columnar file. The raw text of a row is a JSON object of the columns that were read.</summary>
internal sealed class ColumnarRows : IColumnarRows
{
    private const double ExactIntegers = 1L << 53;

    private readonly TabularColumns _columns;
    private readonly RowMapper _mapper;
    private readonly SourceRow _row;
    private readonly int[] _slots;

    public ColumnarRows(TabularColumns columns, RowMapper mapper)
    {
        _columns = columns;
        _mapper = mapper;
        _row = new SourceRow(columns.SlotCount);
        _slots = [.. columns.UsedColumns.Select(columns.SlotOf)];
        Begin();
    }

    public void Set(int column, ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0))
        {
            _row.Fail($"NUL in {_columns.UsedColumns[column]}");
        }

        _row.SetCopy(_slots[column], text);
    }

    public void Set(int column, double number)
    {
        int length;
        if (Math.Abs(number) <= ExactIntegers && Math.Truncate(number) == number)
        {
            Utf8Formatter.TryFormat((long)number, _row.Scratch(32), out length);
        }
        else if (double.IsFinite(number))
        {
            byte[] literal = Encoding.ASCII.GetBytes(number.ToString("R"));
            NumberText.TryWrite(literal, _row.Scratch(NumberText.MaxLength(literal.Length)), out length);
        }
        else
        {
            _row.Fail($"{_columns.UsedColumns[column]} is NaN or infinite");
            _ = Encoding.ASCII.TryGetBytes(number.ToString(), _row.Scratch(32), out length);
        }

        _row.SetScratch(_slots[column], length);
    }

    public void EndRow()
    {
        long line = _mapper.Rows + 1;
        if (_mapper.Map(_row) is { } problem)
        {
            _mapper.WriteProblem(line, problem, RawJson());
        }
        else
        {
            _mapper.End(line);
        }

        Begin();
    }

    private void Begin()
    {
        _row.Begin([]);
        _columns.SetPathColumns(_row);
    }

    private ReadOnlySpan<byte> RawJson()
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        for (int i = 0; i < _slots.Length; i++)
        {
            if (_row.HasValue(_slots[i]))
            {
                json.WriteString(_columns.UsedColumns[i], _row.Value(_slots[i]));
            }
            else
            {
                json.WriteNull(_columns.UsedColumns[i]);
            }
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }
}
