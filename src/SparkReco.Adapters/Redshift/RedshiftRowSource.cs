using System.Data;
using Npgsql;
using SparkReco.Adapters.PostgreSql;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.Redshift;

/// <summary>
/// Reads Amazon Redshift by the protocol of PostgreSQL, for tables that are not large: one transaction, which sees one state, and rows as text as the
/// server writes it.
/// </summary>
internal sealed class RedshiftRowSource : IRowSource
{
    private readonly ConnectionSettings _settings;
    private readonly NpgsqlConnection _connection;

    private RedshiftRowSource(ConnectionSettings settings, NpgsqlConnection connection) => (_settings, _connection) = (settings, connection);

    public string Description => $"Redshift, {_connection.Host}/{_connection.Database}";

    public string? Snapshot => null;

    public static async Task<RedshiftRowSource> OpenAsync(ConnectionSettings settings, Location baseFolder, CancellationToken cancellation)
    {
        var connection = await PostgreSqlServer.OpenAsync(settings, baseFolder, cancellation);
        try
        {
            await connection.ReadyAsync(async opened =>
            {
                await opened.ExecuteAsync("set timezone to 'UTC'", cancellation);
                await opened.ExecuteAsync("set datestyle to 'ISO'", cancellation);
                // All levels of isolation are one there, and the first query chooses the state.
                await opened.ExecuteAsync("begin isolation level serializable read only", cancellation);
            });
            return new RedshiftRowSource(settings, connection);
        }
        catch (Exception error) when (PostgreSqlServer.IsFailure(error))
        {
            throw PostgreSqlServer.Failure(settings, error);
        }
    }

    public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        var query = SourceQuery.Of(request, Sql.Name);
        try
        {
            if (request.Watermark is not null)
                SourceQuery.RequireWatermark(request, await _connection.ReadColumnsAsync(query.Empty, cancellation));
            var greatest = query.Greatest is null ? null : await _connection.ReadTextAsync(query.Greatest("varchar"), cancellation);
            await ReadAsync(SourceQuery.HasRows(request, greatest) ? query.Rows : query.Empty, request, parts, cancellation);
            return greatest;
        }
        catch (Exception error) when (PostgreSqlServer.IsFailure(error))
        {
            throw SourceQuery.At(request, PostgreSqlServer.Failure(_settings, error));
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task ReadAsync(string sql, FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        // Whatever its type, a value is asked for as text: not all that Redshift has can be cast.
        await using var command = new NpgsqlCommand(sql, _connection) { AllResultTypesAreUnknown = true };
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SingleResult, cancellation);
        await CsvRows.WriteAsync(reader, request.Source, column => (text, row) => text.Add(row.GetString(column)), parts, cancellation);
    }
}
