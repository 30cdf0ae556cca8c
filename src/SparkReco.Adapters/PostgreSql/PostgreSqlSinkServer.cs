using System.Data.Common;
using Npgsql;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.PostgreSql;

/// <summary>PostgreSQL as a sink: a schema with the tables, filled by binary COPY.</summary>
internal sealed class PostgreSqlSinkServer(ConnectionSettings connection, string schema, SinkPatience patience, Location baseFolder) : SinkServer
{
    // Of somebody who stops the server, and of a server that took another's place: the next attempt finds it.
    private static readonly string[] PassingStates =
    [
        PostgresErrorCodes.AdminShutdown,
        PostgresErrorCodes.CrashShutdown,
        PostgresErrorCodes.CannotConnectNow,
        PostgresErrorCodes.ReadOnlySqlTransaction,
    ];

    public override string Description => $"{connection}, schema {schema}";

    public override string Prefix => $"\"{schema}\".";

    public override string Catalog => schema;

    public override IReadOnlyDictionary<ColumnType, string[]> Types { get; } =
        new Dictionary<ColumnType, string[]>
        {
            [ColumnType.String] = ["text"],
            [ColumnType.Int] = ["integer"],
            [ColumnType.BigInt] = ["bigint"],
            [ColumnType.Double] = ["double precision"],
            [ColumnType.Boolean] = ["boolean"],
            [ColumnType.Date] = ["date"],
        };

    // Of bytes, whatever the database's language: equal ids are equal bytes, and the index is the faster for it.
    protected override string TextType(int characters) => "text collate \"C\"";

    protected override string CounterType => "bigint generated always as identity primary key";

    // That of information_schema is shown to the view's owner alone.
    public override string ViewDefinitions => "select viewname, definition from pg_views where schemaname = @catalog and viewname in (@name, @probe)";

    public override string MissingRights =>
        $"""
            select 'create on the database ' || current_database()
            where
              not exists (select 1 from pg_namespace where nspname = @catalog)
              and not has_database_privilege(current_database(), 'create')
            union all
            select 'usage and create on the schema ' || nspname
            from pg_namespace
            where nspname = @catalog and not (has_schema_privilege(oid, 'usage') and has_schema_privilege(oid, 'create'))
            union all
            select 'select, insert and delete on ' || n.nspname || '.' || c.relname
            from pg_class as c
            inner join pg_namespace as n on n.oid = c.relnamespace
            where
              n.nspname = @catalog
              and c.relkind = 'r'
              and c.relname in ({string.Join(", ", SinkSchema.Tables.Select(table => $"'{table}'"))})
              and not (has_table_privilege(c.oid, 'select') and has_table_privilege(c.oid, 'insert') and has_table_privilege(c.oid, 'delete'))
            """;

    public override string NameOf(string table) => table;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var opened = await PostgreSqlServer.OpenAsync(connection, baseFolder, cancellation);
        try
        {
            await opened.ExecuteAsync($"set lock_timeout = '{patience.LockSeconds}s'; set synchronous_commit = on", cancellation);
            var (isReadOnly, encoding) = (
                await opened.ReadAsync(
                    "select current_setting('transaction_read_only'), current_setting('server_encoding')",
                    row => (row.GetString(0) == "on", row.GetString(1)),
                    cancellation
                )
            )[0];
            if (isReadOnly)
                throw new DatabaseException($"{Description} can only be read: 'connections.{connection.Name}.host' must name the primary server")
                {
                    IsTransient = true,
                };
            if (encoding != "UTF8")
                throw new DatabaseException(
                    $"{Description}: the database has the encoding {encoding}, which does not hold all texts: make one with the encoding UTF8"
                );
            return opened;
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    public override async Task LockAsync(DbConnection opened, CancellationToken cancellation)
    {
        try
        {
            await opened.ExecuteAsync($"set lock_timeout = '{patience.TurnSeconds}s'", cancellation);
            await opened.ExecuteAsync(
                "select pg_advisory_lock(hashtextextended(@name, 0))",
                cancellation,
                ("name", $"sparkreco publishes to {schema}")
            );
            await opened.ExecuteAsync($"set lock_timeout = '{patience.LockSeconds}s'", cancellation);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            throw new DatabaseException($"{Description}: another program publishes there", error) { IsTransient = true };
        }
    }

    public override async Task PrepareAsync(DbConnection opened, CancellationToken cancellation)
    {
        // Who may use a schema that is there need not be allowed to make one.
        var isThere = await opened.ReadAsync(
            "select 1 from information_schema.schemata where schema_name = @schema",
            _ => true,
            cancellation,
            ("schema", schema)
        );
        if (isThere.Count == 0)
            await opened.ExecuteAsync($"create schema \"{schema}\"", cancellation);
    }

    public override async Task<long> LoadAsync(DbConnection opened, SinkTable table, long publication, CancellationToken cancellation)
    {
        var columns = string.Join(", ", table.Columns.Select(column => $"\"{column.Name}\""));
        var rows = new CopyRows(table, publication);
        var before = await InsertedAsync(opened, table, cancellation);
        var copy = await ((NpgsqlConnection)opened).BeginRawBinaryCopyAsync(
            $"copy {RowsOf(table.Name)} (publication, {columns}) from stdin (format binary)",
            cancellation
        );
        try
        {
            await foreach (var batch in table.Read(cancellation))
            {
                using (batch)
                {
                    foreach (var part in rows.Encode(batch))
                        await copy.WriteAsync(part, cancellation);
                }
            }

            await copy.WriteAsync(CopyRows.End, cancellation);
        }
        catch
        {
            // Closing it would end the copy as if it were whole. The transaction is undone with its connection.
            await CancelAsync(copy);
            throw;
        }

        await copy.DisposeAsync();
        // What a trigger keeps out is seen in the server's own figures of the transaction; they may be off, and then rows are counted.
        var inserted = await InsertedAsync(opened, table, cancellation) - before;
        return inserted == table.RowCount ? inserted : await CountAsync(opened, table, publication, cancellation);
    }

    private Task<long> InsertedAsync(DbConnection opened, SinkTable table, CancellationToken cancellation) =>
        opened.ReadNumberAsync("select pg_stat_get_xact_tuples_inserted(cast(@name as regclass))", cancellation, ("name", RowsOf(table.Name)));

    private Task<long> CountAsync(DbConnection opened, SinkTable table, long publication, CancellationToken cancellation) =>
        opened.ReadNumberAsync(
            $"select count(*) from {RowsOf(table.Name)} where publication = @publication",
            cancellation,
            ("publication", publication)
        );

    public override string DeleteRows(string table) => $"delete from {RowsOf(table)} where publication = @publication";

    public override bool IsFailure(Exception error) => PostgreSqlServer.IsFailure(error);

    public override DatabaseException Failure(Exception error)
    {
        var failure = PostgreSqlServer.Failure(connection, error);
        return error is PostgresException refused && PassingStates.Contains(refused.SqlState)
            ? new DatabaseException(failure.Message, error) { IsTransient = true }
            : failure;
    }

    public override async Task<string> BlockersAsync(CancellationToken cancellation)
    {
        await using var opened = await PostgreSqlServer.OpenAsync(connection, baseFolder, cancellation);
        var blockers = await opened.ReadAsync(
            """
            select distinct l.pid, a.usename, a.application_name
            from pg_locks as l
            inner join pg_class as c on c.oid = l.relation
            inner join pg_namespace as n on n.oid = c.relnamespace
            left join pg_stat_activity as a on a.pid = l.pid
            where n.nspname = @schema and l.granted and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
            """,
            row => $"process {row.GetInt32(0)} of {row.GetValue(1)} ({row.GetValue(2)})",
            cancellation,
            ("schema", schema)
        );
        return string.Join(", ", blockers);
    }

    private static async Task CancelAsync(NpgsqlRawCopyStream copy)
    {
        try
        {
            await copy.CancelAsync();
        }
        catch (Exception error) when (PostgreSqlServer.IsFailure(error) || error is InvalidOperationException)
        {
            // The connection is gone, and the copy with it: what went wrong first is what is told.
        }
    }
}
