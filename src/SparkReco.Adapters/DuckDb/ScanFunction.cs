using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Native = DuckDB.NET.Native.NativeMethods.ScalarFunction;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// The function <c>take_rows(NUMBER, COLUMNS...)</c> of a database, which hands the rows of a query to the scan that has the number, on the
/// threads on which DuckDB makes them. It is 1 for each row.
/// </summary>
/// <remarks>Rows that are read as a stream pass through one thread, which waits for the others by asking them over and over.</remarks>
internal sealed unsafe class ScanFunction : IDisposable
{
    private const string Name = "take_rows";

    private readonly ConcurrentDictionary<long, BatchScan> _scans = new();
    private GCHandle _self;
    private long _last;

    /// <summary>Makes the function known to the connection's database, which must not be used when this is disposed of.</summary>
    public ScanFunction(DuckDBConnection connection)
    {
        _self = GCHandle.Alloc(this);
        var function = Native.DuckDBCreateScalarFunction();
        using var number = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
        using var any = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.Any);
        Native.DuckDBScalarFunctionSetName(function, Name);
        Native.DuckDBScalarFunctionAddParameter(function, number);
        Native.DuckDBScalarFunctionSetVarargs(function, any);
        Native.DuckDBScalarFunctionSetReturnType(function, number);
        Native.DuckDBScalarFunctionSetSpecialHandling(function);
        Native.DuckDBScalarFunctionSetVolatile(function);
        Native.DuckDBScalarFunctionSetExtraInfo(function, GCHandle.ToIntPtr(_self), null);
        Native.DuckDBScalarFunctionSetFunction(function, &Take);
        var state = Native.DuckDBRegisterScalarFunction(connection.NativeConnection, function);
        Native.DuckDBDestroyScalarFunction(ref function);
        if (state != DuckDBState.Success)
        {
            _self.Free();
            throw new InvalidOperationException($"DuckDB does not take the function {Name}.");
        }
    }

    /// <summary>A statement that hands all rows of a query to a scan, until the scan is removed. Its one value is their number.</summary>
    public string Add(BatchScan scan, string sql, out long number)
    {
        number = Interlocked.Increment(ref _last);
        _scans[number] = scan;
        return $"select cast(sum({Name}({number}, *columns(*))) as bigint) from (\n{sql}\n)";
    }

    public void Remove(long number) => _scans.TryRemove(number, out _);

    public void Dispose() => _self.Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Take(nint info, nint input, nint output)
    {
        var function = (ScanFunction)GCHandle.FromIntPtr(Native.DuckDBScalarFunctionGetExtraInfo(info)).Target!;
        using var chunk = new DuckDBDataChunk(input);
        var count = (int)NativeMethods.DataChunks.DuckDBDataChunkGetSize(chunk);
        var number = *(long*)NativeMethods.Vectors.DuckDBVectorGetData(NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, 0));
        if (!function._scans.TryGetValue(number, out var scan) || !scan.Take(chunk, count))
            Native.DuckDBScalarFunctionSetError(info, "the rows were not taken");
        new Span<long>(NativeMethods.Vectors.DuckDBVectorGetData(output), count).Fill(1);
        chunk.SetHandleAsInvalid();
    }
}
