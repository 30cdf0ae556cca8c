using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Runs a query and reads its result chunk by chunk from native memory. Columns are VARCHAR, BIGINT or DOUBLE; a BLOB is the elements of a list.</summary>
internal sealed unsafe class DuckDbStream : IDisposable
{
    private readonly DuckDBPreparedStatement _statement;
    private DuckDBResult _result;
    private DuckDBDataChunk? _chunk;

    public DuckDbStream(DuckDBConnection connection, string query)
    {
        if (NativeMethods.PreparedStatements.DuckDBPrepare(connection.NativeConnection, query, out _statement) != DuckDBState.Success)
        {
            var error = NativeMethods.PreparedStatements.DuckDBPrepareError(_statement);
            _statement.Dispose();
            throw new DuckDbReadException(DuckDbErrors.TypeOf(connection, query), error);
        }

        if (NativeMethods.PreparedStatements.DuckDBExecutePreparedStreaming(_statement, out _result) != DuckDBState.Success)
        {
            var error = Failure();
            Dispose();
            throw error;
        }
    }

    public int RowCount { get; private set; }

    /// <summary>Goes to the next chunk.</summary>
    public bool Read()
    {
        _chunk?.Dispose();
        _chunk = NativeMethods.StreamingResult.DuckDBStreamFetchChunk(_result);
        if (NativeMethods.Query.DuckDBResultError(ref _result) is { Length: > 0 })
            throw Failure();

        RowCount = _chunk.IsInvalid ? 0 : (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(_chunk);
        return RowCount > 0;
    }

    /// <summary>Hands the rows of the chunk over. False when one of them was the last that is wanted.</summary>
    public bool CopyTo(IColumnarRows rows, int columns)
    {
        var vectors = stackalloc Column[columns];
        for (var i = 0; i < columns; i++)
        {
            var vector = NativeMethods.DataChunks.DuckDBDataChunkGetVector(_chunk!, i);
            vectors[i] = new(
                NativeMethods.Query.DuckDBColumnType(ref _result, i),
                (byte*)NativeMethods.Vectors.DuckDBVectorGetData(vector),
                NativeMethods.Vectors.DuckDBVectorGetValidity(vector)
            );
        }

        for (var row = 0; row < RowCount; row++)
        {
            for (var i = 0; i < columns; i++)
                Set(rows, i, vectors[i], row);

            if (!rows.EndRow())
                return false;
        }

        return true;
    }

    public void Dispose()
    {
        _chunk?.Dispose();
        _result.Close();
        _statement.Dispose();
    }

    private DuckDbReadException Failure() =>
        new(NativeMethods.Query.DuckDBResultErrorType(ref _result), NativeMethods.Query.DuckDBResultError(ref _result));

    private static void Set(IColumnarRows rows, int index, in Column column, int row)
    {
        if (!column.HasValue(row))
        {
            rows.SetNull(index);
            return;
        }

        switch (column.Type)
        {
            case DuckDBType.Double:
                rows.Set(index, ((double*)column.Data)[row]);
                break;
            case DuckDBType.BigInt:
                rows.Set(index, ((long*)column.Data)[row]);
                break;
            case DuckDBType.Blob:
                rows.SetList(index, TextCell.At(column.Data, row));
                break;
            default:
                rows.Set(index, TextCell.At(column.Data, row));
                break;
        }
    }

    private readonly struct Column(DuckDBType type, byte* data, ulong* validity)
    {
        public DuckDBType Type { get; } = type;

        public byte* Data { get; } = data;

        public bool HasValue(int row) => validity == null || ((validity[row >> 6] >> (row & 63)) & 1) != 0;
    }
}

/// <summary>A query failed while its result was read.</summary>
internal sealed class DuckDbReadException(DuckDBErrorType? type, string? message) : Exception(message ?? "no reason was given")
{
    public DuckDBErrorType? Type { get; } = type;
}
