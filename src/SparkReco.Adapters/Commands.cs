using System.Data.Common;

namespace SparkReco.Adapters;

/// <summary>Statements of whatever database, with their values beside the text.</summary>
internal static class Commands
{
    /// <summary>A connection after something was done by it to make it ready. Where that fails it is closed.</summary>
    public static async Task<T> ReadyAsync<T>(this T connection, Func<T, Task> prepare)
        where T : DbConnection
    {
        try
        {
            await prepare(connection);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>A statement; each value is that of a parameter of its name, with an @ before it.</summary>
    public static DbCommand CommandOf(this DbConnection connection, string sql, params (string Name, object Value)[] parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Names come from the program and from a setting that is checked; values are parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Runs a statement, and gives the number of rows that it changed.</summary>
    public static async Task<int> ExecuteAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellation,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = connection.CommandOf(sql, parameters);
        return await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Reads the rows of a query.</summary>
    public static async Task<IReadOnlyList<T>> ReadAsync<T>(
        this DbConnection connection,
        string sql,
        Func<DbDataReader, T> map,
        CancellationToken cancellation,
        params (string Name, object Value)[] parameters
    )
    {
        await using var command = connection.CommandOf(sql, parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<T> rows = [];
        while (await reader.ReadAsync(cancellation))
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>Reads the one text that a query gives; null where it gives none.</summary>
    public static async Task<string?> ReadTextAsync(this DbConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = connection.CommandOf(sql);
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>The names of a query's columns, and what the database calls their types. None of its rows is read.</summary>
    public static async Task<IReadOnlyList<(string Name, string Type)>> ReadColumnsAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellation
    )
    {
        await using var command = connection.CommandOf(sql);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => (reader.GetName(column), reader.GetDataTypeName(column)))];
    }

    /// <summary>Reads the one number that a query gives.</summary>
    public static async Task<long> ReadNumberAsync(
        this DbConnection connection,
        string sql,
        CancellationToken cancellation,
        params (string Name, object Value)[] parameters
    ) => (await connection.ReadAsync(sql, row => row.GetInt64(0), cancellation, parameters))[0];
}
