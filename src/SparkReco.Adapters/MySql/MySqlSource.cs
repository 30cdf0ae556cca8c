using System.Data;
using System.Globalization;
using MySqlConnector;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.MySql;

/// <summary>Reads MySQL or MariaDB in one transaction that sees one state. Values become text as the server's own client shows them; bytes are hexadecimal.</summary>
internal sealed class MySqlSource : IRowSource
{
    private readonly ConnectionSettings _settings;
    private readonly MySqlConnection _connection;

    private MySqlSource(ConnectionSettings settings, MySqlConnection connection, string? snapshot) =>
        (_settings, _connection, Snapshot) = (settings, connection, snapshot);

    public string Description => $"{MySqlServer.VersionOf(_connection)}, {_connection.DataSource}/{_connection.Database}";

    public string? Snapshot { get; }

    public static async Task<MySqlSource> OpenAsync(ConnectionSettings settings, Location baseFolder, CancellationToken cancellation)
    {
        var connection = await MySqlServer.OpenAsync(settings, baseFolder, cancellation);
        try
        {
            string? snapshot = null;
            await connection.ReadyAsync(async opened =>
            {
                // Who writes files in between must not be cut off.
                await opened.ExecuteAsync("set session net_write_timeout = 3600", cancellation);
                await opened.ExecuteAsync("set session transaction isolation level repeatable read", cancellation);
                await opened.ExecuteAsync("start transaction with consistent snapshot, read only", cancellation);
                snapshot = await opened.ReadTextAsync("select cast(now(6) as char)", cancellation);
            });
            return new MySqlSource(settings, connection, snapshot);
        }
        catch (Exception error) when (MySqlServer.IsFailure(error))
        {
            throw MySqlServer.Failure(settings, error);
        }
    }

    public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        var query = SourceQuery.Of(request, name => $"`{name.Replace("`", "``", StringComparison.Ordinal)}`");
        try
        {
            if (request.Watermark is not null)
                SourceQuery.RequireWatermark(request, await _connection.ReadColumnsAsync(query.Empty, cancellation));
            var greatest = query.Greatest is null ? null : await _connection.ReadTextAsync(query.Greatest("char"), cancellation);
            await ReadAsync(SourceQuery.HasRows(request, greatest) ? query.Rows : query.Empty, request, parts, cancellation);
            return greatest;
        }
        catch (Exception error) when (MySqlServer.IsFailure(error))
        {
            throw SourceQuery.At(request, MySqlServer.Failure(_settings, error));
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ReadAsync(string sql, FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        await using var command = new MySqlCommand(sql, _connection);
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellation);
        await CsvRows.WriteAsync(reader, request.Source, column => CellOf(reader, column), parts, cancellation);
    }

    /// <summary>How a column's values become text.</summary>
    private static Action<CsvText, MySqlDataReader> CellOf(MySqlDataReader reader, int column)
    {
        var type = reader.GetDataTypeName(column);
        if (type is "DECIMAL")
            return (text, row) => text.Add(row.GetMySqlDecimal(column).ToString());
        if (type is "DATE" or "DATETIME" or "TIMESTAMP")
            return (text, row) => AddTime(text, row.GetMySqlDateTime(column), hasTime: type != "DATE");
        return Type.GetTypeCode(reader.GetFieldType(column)) switch
        {
            TypeCode.String => (text, row) => text.Add(row.GetString(column)),
            TypeCode.SByte or TypeCode.Byte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 => (
                text,
                row
            ) => text.Add(row.GetInt64(column)),
            TypeCode.UInt64 => (text, row) => text.Add(row.GetUInt64(column)),
            TypeCode.Single => (text, row) => text.Add(row.GetFloat(column)),
            TypeCode.Double => (text, row) => text.Add(row.GetDouble(column)),
            _ => (text, row) => text.Add(Other(row.GetValue(column))),
        };
    }

    private static string Other(object value) =>
        value switch
        {
            byte[] bytes => Convert.ToHexStringLower(bytes),
            TimeSpan time =>
                $"{(time < TimeSpan.Zero ? "-" : "")}{(int)time.Duration().TotalHours:00}:{time:mm\\:ss}{(time.Microseconds + (time.Milliseconds * 1000) == 0 ? "" : $".{time.Duration():ffffff}")}",
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };

    /// <summary>A day of no calendar, such as 0000-00-00, stays what it is.</summary>
    private static void AddTime(CsvText text, MySqlDateTime time, bool hasTime)
    {
        if (time.IsValidDateTime)
            text.Add(
                time.GetDateTime(),
                !hasTime ? "yyyy-MM-dd"
                    : time.Microsecond == 0 ? "yyyy-MM-dd HH:mm:ss"
                    : "yyyy-MM-dd HH:mm:ss.ffffff"
            );
        else
            text.Add($"{time.Year:0000}-{time.Month:00}-{time.Day:00}");
    }
}
