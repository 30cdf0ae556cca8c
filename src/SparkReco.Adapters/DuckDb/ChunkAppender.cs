using DuckDB.NET.Data;
using DuckDB.NET.Native;
using NativeAppender = DuckDB.NET.Native.DuckDBAppender;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Fills a data chunk natively and appends it to a table, chunk by chunk.</summary>
internal sealed unsafe class ChunkAppender : IDisposable
{
    // Small batches stay in the processor's cache, and their memory is used again instead of being asked for anew.
    private const int ChunksInBatch = 8;

    private readonly DuckDBConnection _connection;
    private readonly string _table;
    private readonly DuckDBDataChunk _chunk;
    private readonly StringArena _arena = new();
    private readonly ColumnVector[] _columns;
    private readonly int _capacity = (int)NativeMethods.Helpers.DuckDBVectorSize();
    private NativeAppender? _appender;
    private int _chunksInBatch;

    public ChunkAppender(DuckDBConnection connection, string table, IReadOnlyList<DuckDBType> types)
    {
        _connection = connection;
        _table = table;
        _chunk = CreateChunk(types);
        _columns = [.. types.Select((type, i) => new ColumnVector(NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, i), type, _arena))];
        BeginChunk();
    }

    /// <summary>The row of the chunk that is being filled.</summary>
    public int Row { get; private set; }

    public bool IsFull => Row == _capacity;

    /// <summary>Bytes of the long texts of the chunk.</summary>
    public long TextBytes => _arena.Used;

    public ColumnVector this[int column] => _columns[column];

    public void EndRow() => Row++;

    /// <summary>Appends the rows of the chunk to the table, where they may wait for the next flush.</summary>
    public void Append()
    {
        if (Row == 0)
        {
            return;
        }

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)Row);
        _appender ??= OpenAppender();
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        if (++_chunksInBatch == ChunksInBatch)
        {
            Check(NativeMethods.Appender.DuckDBAppenderFlush(_appender));
            _chunksInBatch = 0;
        }

        BeginChunk();
    }

    /// <summary>Makes all rows visible and lets go of the table.</summary>
    public void Close()
    {
        Append();
        if (_appender is not null)
        {
            Check(NativeMethods.Appender.DuckDBAppenderFlush(_appender));
            _appender.Dispose();
            _appender = null;
            _chunksInBatch = 0;
        }
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _appender?.Dispose();
        _arena.Dispose();
    }

    private static DuckDBDataChunk CreateChunk(IReadOnlyList<DuckDBType> types)
    {
        DuckDBLogicalType[] logical = [.. types.Select(NativeMethods.LogicalType.DuckDBCreateLogicalType)];
        nint[] handles = [.. logical.Select(type => type.DangerousGetHandle())];
        DuckDBDataChunk chunk = NativeMethods.DataChunks.DuckDBCreateDataChunk(handles, (ulong)handles.Length);
        Array.ForEach(logical, type => type.Dispose());
        return chunk;
    }

    private NativeAppender OpenAppender()
    {
        DuckDBState state = NativeMethods.Appender.DuckDBAppenderCreate(_connection.NativeConnection, null!, _table, out NativeAppender appender);
        return state == DuckDBState.Success ? appender : throw new DuckDbAppendException($"{_table} cannot be appended to: {Error(appender)}");
    }

    private void BeginChunk()
    {
        Row = 0;
        _arena.Reset();
        foreach (ColumnVector column in _columns)
        {
            column.Begin(_capacity);
        }
    }

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            throw new DuckDbAppendException($"rows cannot be stored in {_table}: {Error(_appender!)}");
        }
    }

    private static string Error(NativeAppender appender)
    {
        using DuckDBErrorData error = NativeMethods.Appender.DuckDBAppenderErrorData(appender);
        return NativeMethods.ErrorData.DuckDBErrorDataMessage(error) ?? "no reason was given";
    }
}

/// <summary>DuckDB refused rows: the load must be given up.</summary>
public sealed class DuckDbAppendException(string message) : Exception(message);
