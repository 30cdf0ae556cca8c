using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
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

    // What a column holds where that is a whole number.
    private readonly long?[] _integers;

    private readonly bool _mayNeedOthers;
    private long _line;

    /// <summary>Rows that may need the hash of columns that are not read end where one does.</summary>
    public ColumnarRows(TabularColumns columns, RowMapper mapper, bool mayNeedOthers)
    {
        _mayNeedOthers = mayNeedOthers;
        _columns = columns;
        _mapper = mapper;
        _row = new SourceRow(columns.SlotCount);
        _slots = [.. columns.UsedColumns.Select(columns.SlotOf)];
        _integers = new long?[_slots.Length];
        _row.Begin([]);
        columns.KeepPathColumns(_row);
    }

    public void SetNull(int column)
    {
        var slot = _slots[column];
        if (_row.HasValue(slot))
        {
            _row.SetNull(slot);
            _integers[column] = null;
        }
    }

    public void Set(int column, ReadOnlySpan<byte> text)
    {
        if (text.Contains((byte)0))
            _row.Flaw(_slots[column], $"NUL in {_columns.UsedColumns[column]}");

        Keep(column, text, isList: false);
    }

    public void SetList(int column, ReadOnlySpan<byte> elements) => Keep(column, elements, isList: true);

    public void Set(int column, long number)
    {
        if (column == _slots.Length)
        {
            _row.Rest = (ulong)number;
            return;
        }

        if (_integers[column] != number)
        {
            Span<byte> digits = stackalloc byte[20];
            Utf8Formatter.TryFormat(number, digits, out var length);
            _row.SetKept(_slots[column], digits[..length]);
            _integers[column] = number;
        }
    }

    public void Set(int column, double number)
    {
        if (Math.Abs(number) <= ExactIntegers && Math.Truncate(number) == number)
        {
            Set(column, (long)number);
        }
        else if (double.IsFinite(number))
        {
            var literal = Encoding.ASCII.GetBytes(number.ToString("R", CultureInfo.InvariantCulture));
            Span<byte> text = stackalloc byte[NumberText.MaxLength(literal.Length)];
            NumberText.TryWrite(literal, text, out var length);
            Keep(column, text[..length], isList: false);
        }
        else if (double.IsNaN(number))
        {
            // A null word: pandas writes it for what is missing.
            Keep(column, "NaN"u8, isList: false);
        }
        else
        {
            _row.Flaw(_slots[column], $"{_columns.UsedColumns[column]} is infinite");
            Keep(column, number > 0 ? "Infinity"u8 : "-Infinity"u8, isList: false);
        }
    }

    public bool EndRow()
    {
        _line++;
        var count = _mapper.Begin(_row);
        for (var element = 0; element < count; element++)
        {
            if (_mapper.Map(_row, element) is { } problem)
            {
                _mapper.WriteProblem(_line, problem, RawJson());
            }
            else if (_mayNeedOthers && !_mapper.HasId)
            {
                return false;
            }
            else
            {
                _mapper.End(_line);
            }
        }

        _row.BeginSimilar();
        return true;
    }

    private void Keep(int column, ReadOnlySpan<byte> text, bool isList)
    {
        var slot = _slots[column];
        if (!_row.HasValue(slot) || _row.IsList(slot) != isList || !_row.Value(slot).SequenceEqual(text))
        {
            _row.SetKept(slot, text, isList);
            _integers[column] = null;
        }
    }

    private ReadOnlySpan<byte> RawJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(
            buffer,
            new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
        );
        json.WriteStartObject();
        for (var i = 0; i < _slots.Length; i++)
        {
            if (_row.IsList(_slots[i]))
            {
                json.WriteStartArray(_columns.UsedColumns[i]);
                foreach (var element in Encoding.UTF8.GetString(_row.Value(_slots[i])).Split('\0'))
                    json.WriteStringValue(element);

                json.WriteEndArray();
            }
            else if (_row.HasValue(_slots[i]))
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
