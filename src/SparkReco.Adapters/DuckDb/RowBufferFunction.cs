using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Native = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// A table function of DuckDB that hands over a range of a buffer's rows. Rows go to a statement without being stored in a table first,
/// which would cost more than all the rest of loading.
/// </summary>
internal sealed unsafe class RowBufferFunction : IDisposable
{
    private static readonly int _vectorSize = (int)NativeMethods.Helpers.DuckDBVectorSize();

    private readonly RowBuffer _buffer;
    private GCHandle _self;
    private int _next;
    private int _end;

    /// <summary>Makes <c>NAME()</c> known to the connection's database. Both must be disposed of together.</summary>
    public RowBufferFunction(DuckDBConnection connection, string name, RowBuffer buffer)
    {
        _buffer = buffer;
        _self = GCHandle.Alloc(this);
        var function = Native.DuckDBCreateTableFunction();
        Native.DuckDBTableFunctionSetName(function, name);
        Native.DuckDBTableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(_self), null);
        Native.DuckDBTableFunctionSetBind(function, &Bind);
        Native.DuckDBTableFunctionSetInit(function, &Init);
        Native.DuckDBTableFunctionSetFunction(function, &Fill);
        var state = Native.DuckDBRegisterTableFunction(connection.NativeConnection, function);
        Native.DuckDBDestroyTableFunction(ref function);
        if (state != DuckDBState.Success)
            throw new InvalidOperationException($"DuckDB does not take the table function {name}.");
    }

    /// <summary>Chooses the rows of the next statement that reads the function.</summary>
    public void Choose(int from, int to)
    {
        _next = from;
        _end = to;
    }

    public void Dispose() => _self.Free();

    private static RowBufferFunction Of(nint handle) => (RowBufferFunction)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        foreach (var column in Of(Native.DuckDBBindGetExtraInfo(info))._buffer.Columns)
        {
            using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(column.Type);
            Native.DuckDBBindAddResultColumn(info, column.Name, type);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info) { }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        var function = Of(Native.DuckDBFunctionGetExtraInfo(info));
        var count = Math.Min(_vectorSize, function._end - function._next);
        using var chunk = new DuckDBDataChunk(output);
        for (var column = 0; column < function._buffer.Columns.Count && count > 0; column++)
            function._buffer.CopyTo(column, NativeMethods.DataChunks.DuckDBDataChunkGetVector(chunk, column), function._next, count);

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)count);
        function._next += count;
        chunk.SetHandleAsInvalid();
    }
}
