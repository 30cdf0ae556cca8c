using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Ingest;
using SparkReco.Ports;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Tells failures that a file is to blame for from those of the machine, by the types of DuckDB's errors.</summary>
internal static class DuckDbErrors
{
    private const int MaxReasonLength = 200;
    private const int Handles = 32;

    // What is thrown while bytes are decoded. Invalid is every other exception of C++, such as those of the footer's format.
    private static readonly DuckDBErrorType[] OfContent =
    [
        DuckDBErrorType.Invalid,
        DuckDBErrorType.InvalidInput,
        DuckDBErrorType.InvalidType,
        DuckDBErrorType.MismatchType,
        DuckDBErrorType.OutOfRange,
        DuckDBErrorType.Conversion,
        DuckDBErrorType.Decimal,
        DuckDBErrorType.Serialization,
        DuckDBErrorType.NotImplemented,
    ];

    /// <summary>The type of the error with which a query fails before it runs: a prepared statement does not tell, so it is asked again in another way.</summary>
    public static DuckDBErrorType? TypeOf(DuckDBConnection connection, string query)
    {
        var state = NativeMethods.Query.DuckDBQuery(connection.NativeConnection, "explain " + query, out var result);
        DuckDBErrorType? type = state == DuckDBState.Success ? null : NativeMethods.Query.DuckDBResultErrorType(ref result);
        result.Close();
        return type;
    }

    /// <summary>A rejection of the file where its content is the cause; otherwise an error of the run that says what failed. No type is a failure that has passed.</summary>
    public static Exception Of(DuckDBErrorType? type, string message, LocalCopy copy)
    {
        var reason = message.Split('\n')[0].Replace(copy.Path, copy.Shown, StringComparison.Ordinal);
        reason = reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason;
        return type switch
        {
            DuckDBErrorType.OutOfMemory => new EngineException(
                $"{copy.Shown}: memory ran out while it was read; raise engine.memory_mb or lower engine.threads: {reason}"
            ),
            DuckDBErrorType.Io when FailureToRead(copy.Path) is { } failure => new IOException(
                $"{copy.Shown}: cannot be read: {failure.Message}",
                failure
            ),
            DuckDBErrorType.Io => new FileRejectedException($"Parquet: {reason}"),
            { } known when OfContent.Contains(known) => new FileRejectedException($"Parquet: {reason}"),
            _ => new EngineException($"{copy.Shown}: could not be read: {reason}"),
        };
    }

    /// <summary>DuckDB has one type for a disk that fails and for a footer that leads behind the file's end: the system tells them apart.</summary>
    private static Exception? FailureToRead(string path)
    {
        List<FileStream> files = [];
        try
        {
            // More handles than DuckDB asks for: those that it could not get may be free again.
            for (var handle = 0; handle < Handles; handle++)
                files.Add(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
            files[0].CopyTo(Stream.Null);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error;
        }
        finally
        {
            files.ForEach(file => file.Dispose());
        }
    }
}
