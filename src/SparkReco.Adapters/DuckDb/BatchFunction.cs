using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using Native = DuckDB.NET.Native.NativeMethods.TableFunction;

namespace SparkReco.Adapters.DuckDb;

/// <summary>The table function <c>arrow_batches(NUMBER)</c> of a database, which hands over the rows of the source that has the number.</summary>
internal sealed unsafe class BatchFunction : IDisposable
{
    private const string Name = "arrow_batches";

    private static readonly int _vectorSize = (int)NativeMethods.Helpers.DuckDBVectorSize();

    private readonly ConcurrentDictionary<long, BatchSource> _sources = new();
    private GCHandle _self;
    private long _last;

    /// <summary>Makes the function known to the connection's database, which must not be used when this is disposed of.</summary>
    public BatchFunction(DuckDBConnection connection)
    {
        _self = GCHandle.Alloc(this);
        var function = Native.DuckDBCreateTableFunction();
        using var number = NativeMethods.LogicalType.DuckDBCreateLogicalType(DuckDBType.BigInt);
        Native.DuckDBTableFunctionSetName(function, Name);
        Native.DuckDBTableFunctionAddParameter(function, number);
        Native.DuckDBTableFunctionSetExtraInfo(function, GCHandle.ToIntPtr(_self), null);
        Native.DuckDBTableFunctionSetBind(function, &Bind);
        Native.DuckDBTableFunctionSetInit(function, &Init);
        Native.DuckDBTableFunctionSetFunction(function, &Fill);
        var state = Native.DuckDBRegisterTableFunction(connection.NativeConnection, function);
        Native.DuckDBDestroyTableFunction(ref function);
        if (state != DuckDBState.Success)
        {
            _self.Free();
            throw new InvalidOperationException($"DuckDB does not take the table function {Name}.");
        }
    }

    /// <summary>A call of the function for a statement that reads the source once, until the source is removed.</summary>
    public string Add(BatchSource source, out long number)
    {
        number = Interlocked.Increment(ref _last);
        _sources[number] = source;
        return $"{Name}({number})";
    }

    public void Remove(long number) => _sources.TryRemove(number, out _);

    public void Dispose() => _self.Free();

    private static BatchFunction Of(nint handle) => (BatchFunction)GCHandle.FromIntPtr(handle).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Bind(nint info)
    {
        using var parameter = Native.DuckDBBindGetParameter(info, 0);
        var number = NativeMethods.Value.DuckDBGetInt64(parameter);
        if (!Of(Native.DuckDBBindGetExtraInfo(info))._sources.TryGetValue(number, out var source))
        {
            Native.DuckDBBindSetError(info, $"{Name} is not for statements");
            return;
        }

        foreach (var column in source.Columns)
        {
            using var type = NativeMethods.LogicalType.DuckDBCreateLogicalType(column.Type);
            Native.DuckDBBindAddResultColumn(info, column.Name, type);
        }

        Native.DuckDBBindSetBindData(info, GCHandle.ToIntPtr(GCHandle.Alloc(source)), &Free);
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Free(nint handle) => GCHandle.FromIntPtr(handle).Free();

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Init(nint info) { }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Fill(nint info, nint output)
    {
        var source = (BatchSource)GCHandle.FromIntPtr(Native.DuckDBFunctionGetBindData(info)).Target!;
        using var chunk = new DuckDBDataChunk(output);
        var count = source.Fill(chunk, _vectorSize);
        if (count < 0)
            Native.DuckDBFunctionSetError(info, "the batches ended in an exception");

        NativeMethods.DataChunks.DuckDBDataChunkSetSize(chunk, (ulong)Math.Max(0, count));
        chunk.SetHandleAsInvalid();
    }
}
