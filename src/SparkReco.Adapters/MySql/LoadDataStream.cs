using System.Buffers;
using System.Buffers.Text;
using Apache.Arrow;
using SparkReco.Adapters.Sinks;
using SparkReco.Ports;

namespace SparkReco.Adapters.MySql;

/// <summary>
/// Rows as the text that LOAD DATA reads: fields between tabs, rows at line breaks, <c>\N</c> for null, and a backslash before what would be taken for one
/// of these. Batches are read as the text is taken.
/// </summary>
internal sealed class LoadDataStream(SinkTable table, long publication, CancellationToken cancellation) : Stream
{
    private const int LongestNumber = 32;

    private static readonly SearchValues<byte> Special = SearchValues.Create("\\\t\n\0"u8);

    private readonly IAsyncEnumerator<RecordBatch> _batches = table.Read(cancellation).GetAsyncEnumerator(cancellation);
    private readonly byte[] _start = [.. System.Text.Encoding.ASCII.GetBytes($"{publication}")];
    private byte[] _text = new byte[64 * 1024];
    private int _used;
    private int _taken;
    private RecordBatch? _batch;
    private IArrowArray[] _arrays = [];
    private int _row;

    /// <summary>What ended the reading before the last row; nothing where it did not.</summary>
    public Exception? Failure { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            if (_taken == _used && !await FillAsync(buffer.Length))
                return 0;
        }
        catch (Exception error)
        {
            Failure = error;
            throw;
        }

        var count = Math.Min(buffer.Length, _used - _taken);
        _text.AsSpan(_taken, count).CopyTo(buffer.Span);
        _taken += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() { }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        _batch?.Dispose();
        await _batches.DisposeAsync();
        await base.DisposeAsync();
    }

    /// <summary>Makes the text of as many rows as fill a buffer; none are the end.</summary>
    private async ValueTask<bool> FillAsync(int size)
    {
        (_used, _taken) = (0, 0);
        while (_used < size)
        {
            if (_batch is null || _row == _batch.Length)
            {
                _batch?.Dispose();
                _batch = await _batches.MoveNextAsync() ? _batches.Current : null;
                if (_batch is null)
                    break;
                (_arrays, _row) = ([.. _batch.Arrays], 0);
                continue;
            }

            AddRow(_row++);
        }

        return _used > 0;
    }

    private void AddRow(int row)
    {
        Add(_start);
        for (var column = 0; column < _arrays.Length; column++)
        {
            Add("\t"u8);
            if (_arrays[column].IsNull(row))
                Add("\\N"u8);
            else
                AddValue(_arrays[column], row, column);
        }

        Add("\n"u8);
    }

    private void AddValue(IArrowArray array, int row, int column)
    {
        int length;
        switch (array)
        {
            case StringArray texts:
                AddText(texts.GetBytes(row));
                return;
            case Int32Array numbers:
                Utf8Formatter.TryFormat(numbers.Values[row], Room(LongestNumber), out length);
                break;
            case Int64Array numbers:
                Utf8Formatter.TryFormat(numbers.Values[row], Room(LongestNumber), out length);
                break;
            case DoubleArray numbers:
                HeldValue.RequireFinite(table, column, numbers.Values[row]);
                numbers.Values[row].TryFormat(Room(LongestNumber), out length, "R");
                break;
            case BooleanArray flags:
                Room(1)[0] = flags.GetValue(row)!.Value ? (byte)'1' : (byte)'0';
                length = 1;
                break;
            case Date32Array days:
                HeldValue.Day(table, column, days.Values[row]).TryFormat(Room(LongestNumber), out length, "yyyy-MM-dd");
                break;
            default:
                throw new NotSupportedException($"no column has the type {array.Data.DataType.Name}");
        }

        _used += length;
    }

    private void AddText(ReadOnlySpan<byte> text)
    {
        for (var at = text.IndexOfAny(Special); at >= 0; at = text.IndexOfAny(Special))
        {
            Add(text[..at]);
            Add("\\"u8);
            Add(text[at] == 0 ? "0"u8 : text.Slice(at, 1));
            text = text[(at + 1)..];
        }

        Add(text);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _used += bytes.Length;
    }

    private Span<byte> Room(int length)
    {
        if (_used + length > _text.Length)
            System.Array.Resize(ref _text, Math.Max(2 * _text.Length, _used + length));
        return _text.AsSpan(_used);
    }
}
