using System.Data;
using System.Text;
using Npgsql;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.PostgreSql;

/// <summary>
/// Reads PostgreSQL in one transaction that sees one state, and has the server write the rows as CSV: each value is text as the server writes
/// it, whatever its type.
/// </summary>
internal sealed class PostgreSqlSource : IRowSource
{
    private const int BufferBytes = 1 << 18;

    private readonly ConnectionSettings _settings;
    private readonly NpgsqlConnection _connection;

    private PostgreSqlSource(ConnectionSettings settings, NpgsqlConnection connection, string? snapshot) =>
        (_settings, _connection, Snapshot) = (settings, connection, snapshot);

    public string Description => $"PostgreSQL {_connection.PostgreSqlVersion}, {_connection.Host}/{_connection.Database}";

    public string? Snapshot { get; }

    public static async Task<PostgreSqlSource> OpenAsync(ConnectionSettings settings, Location baseFolder, CancellationToken cancellation)
    {
        var connection = await PostgreSqlServer.OpenAsync(settings, baseFolder, cancellation);
        try
        {
            string? snapshot = null;
            await connection.ReadyAsync(async opened =>
            {
                // One way to write times, whatever the server's settings are.
                await opened.ExecuteAsync(
                    "begin isolation level repeatable read read only; set local datestyle = 'ISO'; set local timezone = 'UTC'; set local intervalstyle = 'iso_8601'; set local bytea_output = 'hex'; set local client_encoding = 'UTF8'",
                    cancellation
                );
                snapshot = await opened.ReadTextAsync("select pg_current_snapshot()::text", cancellation);
            });
            return new PostgreSqlSource(settings, connection, snapshot);
        }
        catch (Exception error) when (PostgreSqlServer.IsFailure(error))
        {
            throw PostgreSqlServer.Failure(settings, error);
        }
    }

    public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        var query = SourceQuery.Of(request, name => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        try
        {
            var columns = await _connection.ReadColumnsAsync(query.Empty, cancellation);
            SourceQuery.RequireWatermark(request, columns);
            parts.Begin(CsvText.Header([.. columns.Select(column => column.Name)], request.Source), ".csv");
            var greatest = query.Greatest is null ? null : await _connection.ReadTextAsync(query.Greatest("text"), cancellation);
            if (SourceQuery.HasRows(request, greatest))
                await CopyAsync($"copy ({query.Rows}\n) to stdout (format csv, encoding 'UTF8')", parts, cancellation);
            return greatest;
        }
        catch (Exception error) when (PostgreSqlServer.IsFailure(error))
        {
            throw SourceQuery.At(request, PostgreSqlServer.Failure(_settings, error));
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task CopyAsync(string copy, RawParts parts, CancellationToken cancellation)
    {
        var records = new CsvRecordEnds();
        var buffer = new byte[BufferBytes];
        var filled = 0;
        // The client gives a reader of characters; the bytes that it would decode are those that are wanted.
        using var reader = (StreamReader)await _connection.BeginTextExportAsync(copy, cancellation);
        var stream = reader.BaseStream;
        int read;
        while ((read = await stream.ReadAsync(buffer.AsMemory(filled), cancellation)) > 0)
        {
            var (end, count) = records.Find(buffer.AsSpan(0, filled + read), filled);
            filled += read;
            if (count > 0)
                await parts.WriteAsync(buffer.AsMemory(0, end), count, cancellation);
            buffer.AsSpan(end, filled - end).CopyTo(buffer);
            filled -= end;
            if (filled == buffer.Length)
                Array.Resize(ref buffer, 2 * buffer.Length);
        }

        if (filled > 0)
            throw new IOException("the rows end in the middle of one");
    }
}
