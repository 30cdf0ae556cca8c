using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Ingest;
using NativeAppender = DuckDB.NET.Native.DuckDBAppender;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Fills data chunks natively and appends them to a raw table over a connection and a transaction of its own. The appender is
/// flushed after every few chunks, so memory beside the table stays bounded whatever the number of rows.
/// </summary>
internal sealed unsafe class DuckDbRawWriter : IRawWriter
{
    // Small batches stay in the processor's cache, and their memory is used again instead of being asked for anew.
    private const int ChunksInBatch = 8;

    private readonly DuckDBConnection _connection;
    private readonly RawTable _table;
    private readonly NativeAppender _appender;
    private readonly DuckDBDataChunk _chunk;
    private readonly StringArena _arena = new();
    private readonly TextVector[] _fields;
    private readonly TextVector _file;
    private readonly TextVector _problem;
    private readonly TextVector _raw;
    private readonly nint _lineVector;
    private readonly int _capacity = (int)NativeMethods.Helpers.DuckDBVectorSize();
    private long* _lines;
    private ulong* _lineValidity;
    private byte[] _fileName = [];
    private string _fileText = "";
    private byte* _fileNameInChunk;
    private int _row;
    private int _chunksInBatch;

    public DuckDbRawWriter(DuckDBConnection connection, RawTable table)
    {
        _connection = connection;
        _table = table;
        if (NativeMethods.Appender.DuckDBAppenderCreate(connection.NativeConnection, null!, table.Name, out _appender) != DuckDBState.Success)
        {
            throw new DuckDbAppendException($"table {table.Name} cannot be appended to: {AppenderError()}");
        }

        Execute("begin transaction");
        _chunk = CreateChunk(table);
        int columns = table.Fields.Count;
        _fields = [.. Enumerable.Range(0, columns).Select(Text)];
        _file = Text(columns);
        _lineVector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, columns + 1);
        _problem = Text(columns + 2);
        _raw = Text(columns + 3);
        BeginChunk();
    }

    public void BeginFile(string file)
    {
        _fileText = file;
        _fileName = Encoding.UTF8.GetBytes(file);
        _fileNameInChunk = _arena.Store(_fileName);
    }

    public void Set(int field, ReadOnlySpan<byte> value) => _fields[field].Set(_row, value);

    public void EndRow(long line, string? problem, ReadOnlySpan<byte> raw)
    {
        _file.SetShared(_row, _fileNameInChunk, _fileName.Length);
        if (line > 0)
        {
            _lines[_row] = line;
            _lineValidity[_row >> 6] |= 1UL << (_row & 63);
        }

        if (problem is not null)
        {
            _problem.Set(_row, Encoding.UTF8.GetBytes(problem));
        }

        if (!raw.IsEmpty)
        {
            _raw.Set(_row, raw);
        }

        if (++_row == _capacity)
        {
            AppendChunk();
        }
    }

    public void DiscardFile()
    {
        AppendChunk();
        FlushAppender();
        Execute($"delete from {SqlText.Identifier(_table.Name)} where file = {SqlText.Literal(_fileText)}");
    }

    public void Commit()
    {
        AppendChunk();
        FlushAppender();
        Execute("commit");
    }

    public void Dispose()
    {
        _chunk.Dispose();
        _appender.Dispose();
        _arena.Dispose();
        _connection.Dispose();
    }

    private static DuckDBDataChunk CreateChunk(RawTable table)
    {
        using DuckDBLogicalType text = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Varchar);
        using DuckDBLogicalType number = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
        nint[] types = [.. Enumerable.Repeat(text.DangerousGetHandle(), table.Fields.Count + 4)];
        types[^3] = number.DangerousGetHandle();
        return NativeMethods.DataChunks.DuckDBCreateDataChunk(types, (ulong)types.Length);
    }

    private void Execute(string statement)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }

    private TextVector Text(int column) => new(NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk, column), _arena);

    private void BeginChunk()
    {
        _row = 0;
        _arena.Reset();
        _fileNameInChunk = _arena.Store(_fileName);
        foreach (TextVector vector in (ReadOnlySpan<TextVector>)[.. _fields, _file, _problem, _raw])
        {
            vector.Begin(_capacity);
        }

        NativeMethods.Vectors.DuckDBVectorEnsureValidityWritable(_lineVector);
        _lines = (long*)NativeMethods.Vectors.DuckDBVectorGetData(_lineVector);
        _lineValidity = NativeMethods.Vectors.DuckDBVectorGetValidity(_lineVector);
        new Span<ulong>(_lineValidity, (_capacity + 63) / 64).Clear();
    }

    private void AppendChunk()
    {
        if (_row == 0)
        {
            return;
        }

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(_chunk, (ulong)_row);
        Check(NativeMethods.Appender.DuckDBAppendDataChunk(_appender, _chunk));
        NativeMethods.DataChunks.DuckDBDataChunkReset(_chunk);
        if (++_chunksInBatch == ChunksInBatch)
        {
            FlushAppender();
        }

        BeginChunk();
    }

    private void FlushAppender()
    {
        Check(NativeMethods.Appender.DuckDBAppenderFlush(_appender));
        _chunksInBatch = 0;
    }

    private void Check(DuckDBState state)
    {
        if (state != DuckDBState.Success)
        {
            throw new DuckDbAppendException($"rows cannot be stored in {_table.Name}: {AppenderError()}");
        }
    }

    private string AppenderError()
    {
        using DuckDBErrorData error = NativeMethods.Appender.DuckDBAppenderErrorData(_appender);
        return NativeMethods.ErrorData.DuckDBErrorDataMessage(error) ?? "no reason was given";
    }
}

/// <summary>DuckDB refused rows: the load must be given up.</summary>
public sealed class DuckDbAppendException(string message) : Exception(message);
