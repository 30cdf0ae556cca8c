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
    private const int BufferBytes = 1 << 18;

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
            // All levels of isolation are one there, and the first query chooses the state.
            foreach (var statement in new[] { "set timezone to 'UTC'", "set datestyle to 'ISO'", "begin isolation level serializable read only" })
            {
                await using var command = new NpgsqlCommand(statement, connection);
                await command.ExecuteNonQueryAsync(cancellation);
            }

            return new RedshiftRowSource(settings, connection);
        }
        catch (Exception error) when (PostgreSqlServer.IsFailure(error))
        {
            await connection.DisposeAsync();
            throw PostgreSqlServer.Failure(settings, error);
        }
    }

    public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        var query = SourceQuery.Of(request, Sql.Name);
        try
        {
            await SourceQuery.RequireWatermarkAsync(request, new NpgsqlCommand(query.Empty, _connection), cancellation);
            var greatest = query.Greatest is null ? null : await ScalarAsync(query.Greatest("varchar"), cancellation);
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
        parts.Begin(CsvText.Header([.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetName)], request.Source), ".csv");
        var text = new CsvText();
        long rows = 0;
        while (await reader.ReadAsync(cancellation))
        {
            for (var column = 0; column < reader.FieldCount; column++)
            {
                if (reader.IsDBNull(column))
                    text.AddNull();
                else
                    text.Add(reader.GetString(column));
            }

            text.EndRow();
            rows++;
            if (text.Text.Length < BufferBytes)
                continue;
            await parts.WriteAsync(text.Text, rows, cancellation);
            text.Clear();
            rows = 0;
        }

        await parts.WriteAsync(text.Text, rows, cancellation);
    }

    private async Task<string?> ScalarAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }
}
