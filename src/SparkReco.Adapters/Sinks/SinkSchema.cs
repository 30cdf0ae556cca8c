using System.Data.Common;
using System.Globalization;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Sinks;

namespace SparkReco.Adapters.Sinks;

/// <summary>The tables and views of a sink: brings them to the version that the program knows, and looks whether they can be used. <see cref="SinkViews"/> puts views right.</summary>
internal sealed class SinkSchema(SinkServer server, IReadOnlyList<SinkMigration> migrations)
{
    /// <summary>The names of all tables, without the server's prefix.</summary>
    public static IEnumerable<string> Tables =>
        SinkTables.Names.Select(name => $"{name}_rows").Concat(["runs", "run_tables", "retired_runs", "schema_versions"]);

    /// <summary>Makes the tables, or brings those of an older program to this one's version.</summary>
    /// <exception cref="DatabaseException">They are those of a newer program.</exception>
    public async Task MigrateAsync(DbConnection connection, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await FindAsync(connection, cancellation) is not { } version)
        {
            await server.PrepareAsync(connection, cancellation);
            await connection.ExecuteAsync(
                server.Render("create table if not exists {s}schema_versions (version int not null primary key, applied_at_ms bigint not null)"),
                cancellation
            );
            version = 0;
        }

        foreach (var migration in migrations.Where(migration => migration.Version > version))
            await ApplyAsync(connection, migration, now, cancellation);
    }

    /// <summary>The version of the tables; null where there are none.</summary>
    /// <exception cref="DatabaseException">They are those of a newer program.</exception>
    public async Task<int?> FindAsync(DbConnection connection, CancellationToken cancellation)
    {
        var version = await VersionAsync(connection, cancellation);
        return version > migrations[^1].Version
            ? throw new DatabaseException(
                $"{server.Description}: the tables of '{server.Prefix}' have version {version}, and this program knows {migrations[^1].Version}: publish with the newer program that made them"
            )
            : version;
    }

    /// <summary>Makes sure that the tables take the rows of the contracts.</summary>
    /// <exception cref="DatabaseException">Somebody changed them; the message names each difference.</exception>
    public async Task CheckAsync(DbConnection connection, CancellationToken cancellation)
    {
        var found = (await ColumnsAsync(connection, cancellation)).ToLookup(column => column.Table);
        var differences = SinkTables
            .Names.SelectMany(table =>
                DifferencesOf(table + "_rows", [new Column("publication", ColumnType.BigInt, ""), .. SinkTables.ColumnsOf(table)], found)
            )
            .ToArray();
        if (differences.Length > 0)
            throw new DatabaseException(
                $"{server.Description}: {string.Join("; ", differences)}; nothing was published: put it back, or drop all that begins with '{server.Prefix}', and it is made anew"
            );
    }

    private sealed record Found(string Table, string Name, string Type, bool IsNullable, bool HasDefault);

    private IEnumerable<string> DifferencesOf(string name, IReadOnlyList<Column> columns, ILookup<string, Found> found)
    {
        var table = server.NameOf(name);
        var there = found[table].ToDictionary(column => column.Name, StringComparer.Ordinal);
        if (there.Count == 0)
        {
            yield return $"{table} is missing";
            yield break;
        }

        foreach (var column in columns)
        {
            if (!there.Remove(column.Name, out var other))
                yield return $"{table} has no column {column.Name}";
            else if (!server.Types[column.Type].Contains(other.Type))
                yield return $"{table}.{column.Name} has the type {other.Type} instead of {server.Types[column.Type][0]}";
            else if (column.IsNullable && !other.IsNullable)
                yield return $"{table}.{column.Name} does not take null";
        }

        foreach (var other in there.Values.Where(other => !other.IsNullable && !other.HasDefault))
            yield return $"{table} has a column {other.Name} that needs a value";
    }

    private Task<IReadOnlyList<Found>> ColumnsAsync(DbConnection connection, CancellationToken cancellation) =>
        connection.ReadAsync(
            """
            select table_name, column_name, data_type, is_nullable, column_default
            from information_schema.columns
            where table_schema = @catalog
            """,
            row => new Found(row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3) == "YES", !row.IsDBNull(4)),
            cancellation,
            ("catalog", server.Catalog)
        );

    /// <summary>The version of the tables; null where there are none.</summary>
    private async Task<int?> VersionAsync(DbConnection connection, CancellationToken cancellation)
    {
        var isThere = await connection.ReadAsync(
            "select 1 from information_schema.tables where table_schema = @catalog and table_name = @name",
            _ => true,
            cancellation,
            ("catalog", server.Catalog),
            ("name", server.NameOf("schema_versions"))
        );
        if (isThere.Count == 0)
            return null;
        var sql = server.Render("select coalesce(max(version), 0) from {s}schema_versions");
        return (await connection.ReadAsync(sql, row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), cancellation))[0];
    }

    /// <summary>
    /// All statements of a migration and its version, in one transaction. Where statements on tables end transactions, a migration that was cut off begins
    /// anew: its statements say "if not exists" and "or replace".
    /// </summary>
    private async Task ApplyAsync(DbConnection connection, SinkMigration migration, DateTimeOffset now, CancellationToken cancellation)
    {
        await connection.ExecuteAsync("start transaction", cancellation);
        foreach (var statement in migration.StatementsFor(server.Render))
            await connection.ExecuteAsync(statement, cancellation);
        await connection.ExecuteAsync(
            server.Render("insert into {s}schema_versions (version, applied_at_ms) values (@version, @applied_at_ms)"),
            cancellation,
            ("version", migration.Version),
            ("applied_at_ms", now.ToUnixTimeMilliseconds())
        );
        await connection.ExecuteAsync("commit", cancellation);
    }
}
