using System.Data.Common;
using System.Runtime.ExceptionServices;
using MySqlConnector;
using SparkReco.Adapters.Sinks;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.MySql;

/// <summary>MySQL and MariaDB as a sink: tables of InnoDB, filled by LOAD DATA where the server lets its clients do that, else by INSERT.</summary>
internal sealed class MySqlSinkServer(ConnectionSettings connection, string schema, SinkPatience patience, Location baseFolder) : SinkServer
{
    private const int RowsPerDelete = 20_000;

    private string _collation = "";

    public override string Description => $"{connection}, tables {Prefix}*";

    public override string Prefix => $"{schema}_";

    public override string Catalog => connection.Database;

    public override IReadOnlyDictionary<ColumnType, string[]> Types { get; } =
        new Dictionary<ColumnType, string[]>
        {
            [ColumnType.String] = ["varchar", "text", "mediumtext", "longtext"],
            [ColumnType.Int] = ["int"],
            [ColumnType.BigInt] = ["bigint"],
            [ColumnType.Double] = ["double"],
            [ColumnType.Boolean] = ["tinyint"],
            [ColumnType.Date] = ["date"],
        };

    // 'User1' and 'user1', 'u' and 'u ' are different ids.
    protected override string TextType(int characters) => $"varchar({characters}) character set utf8mb4 collate {_collation}";

    protected override string CounterType => "bigint not null auto_increment primary key";

    public override string ViewDefinitions =>
        "select table_name, view_definition from information_schema.views where table_schema = @catalog and table_name in (@name, @probe)";

    // What a role gives is not listed, so that of users with roles nothing is known. Names of databases that rights are given on are patterns.
    public override string MissingRights =>
        """
            select concat(lower(n.privilege), ' on the database ', @catalog)
            from (
              select 'CREATE' as privilege union all select 'ALTER' union all select 'DROP' union all select 'CREATE VIEW' union all
              select 'SHOW VIEW' union all select 'SELECT' union all select 'INSERT' union all select 'UPDATE' union all select 'DELETE'
            ) as n
            cross join (
              select
                concat(
                  '''', left(current_user(), char_length(current_user()) - char_length(substring_index(current_user(), '@', -1)) - 1),
                  '''@''', substring_index(current_user(), '@', -1), ''''
                ) as name
            ) as u
            where
              n.privilege not in (select privilege_type from information_schema.user_privileges where grantee = u.name)
              and n.privilege not in (
                select privilege_type from information_schema.schema_privileges where grantee = u.name and @catalog like table_schema
              )
              and not exists (select 1 from information_schema.applicable_roles)
            """;

    public override string NameOf(string table) => Prefix + table;

    public override async Task<DbConnection> OpenAsync(CancellationToken cancellation)
    {
        var opened = await MySqlServer.OpenAsync(connection, baseFolder, cancellation, loadsFiles: true);
        try
        {
            // Strict: a value that does not fit is an error and not another value. Names stand in double quotes, as in other databases.
            await opened.ExecuteAsync(
                $"""
                set session
                  sql_mode = 'ANSI_QUOTES,STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,NO_ENGINE_SUBSTITUTION',
                  default_storage_engine = InnoDB,
                  lock_wait_timeout = {patience.LockSeconds},
                  innodb_lock_wait_timeout = {patience.LockSeconds};
                set session transaction isolation level read committed
                """,
                cancellation
            );
            var (isReadOnly, version) = (
                await opened.ReadAsync(
                    "select @@read_only, version()",
                    row => (Convert.ToInt64(row.GetValue(0)) != 0, row.GetString(1)),
                    cancellation
                )
            )[0];
            if (isReadOnly)
                throw new DatabaseException($"{Description} can only be read: 'connections.{connection.Name}.host' must name the primary server")
                {
                    IsTransient = true,
                };
            _collation = version.Contains("MariaDB", StringComparison.OrdinalIgnoreCase) ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
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
        var taken = await opened.ReadAsync(
            "select get_lock(concat('sparkreco-', sha1(concat(database(), '/', @prefix))), @seconds)",
            row => !row.IsDBNull(0) && Convert.ToInt64(row.GetValue(0)) == 1,
            cancellation,
            ("prefix", Prefix),
            ("seconds", patience.TurnSeconds)
        );
        if (!taken[0])
            throw new DatabaseException($"{Description}: another program publishes there") { IsTransient = true };
    }

    public override Task PrepareAsync(DbConnection opened, CancellationToken cancellation) => Task.CompletedTask;

    public override async Task<long> LoadAsync(DbConnection opened, SinkTable table, long publication, CancellationToken cancellation)
    {
        var takesFiles = await opened.ReadAsync("select @@local_infile", row => Convert.ToInt64(row.GetValue(0)) != 0, cancellation);
        var mySql = (MySqlConnection)opened;
        return takesFiles[0]
            ? await LoadDataAsync(mySql, table, publication, cancellation)
            : await new InsertedRows(mySql, RowsOf(table.Name), table, publication).InsertAsync(cancellation);
    }

    private async Task<long> LoadDataAsync(MySqlConnection opened, SinkTable table, long publication, CancellationToken cancellation)
    {
        await using var rows = new LoadDataStream(table, publication, cancellation);
        var loader = new MySqlBulkLoader(opened)
        {
            TableName = RowsOf(table.Name),
            Local = true,
            SourceStream = rows,
            CharacterSet = "utf8mb4",
            FieldTerminator = "\t",
            EscapeCharacter = '\\',
            LineTerminator = "\n",
            Timeout = 0,
        };
        loader.Columns.Add("publication");
        loader.Columns.AddRange(table.Columns.Select(column => $"\"{column.Name}\""));
        int loaded;
        try
        {
            loaded = await loader.LoadAsync(cancellation);
        }
        catch (MySqlException) when (rows.Failure is { } failure)
        {
            // The client ends the file where reading fails, as if it were whole; the transaction is undone with its connection.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }

        // What LOAD DATA of a client's file can't store it leaves out or changes, and warns.
        var warnings = await opened.ReadAsync("show warnings limit 3", row => row.GetString(2), cancellation);
        return warnings.Count == 0
            ? loaded
            : throw new DatabaseException($"{Description}: {table.Name}: {string.Join("; ", warnings)}: nothing was published");
    }

    public override string DeleteRows(string table) => $"delete from {RowsOf(table)} where publication = @publication limit {RowsPerDelete}";

    public override bool IsFailure(Exception error) => MySqlServer.IsFailure(error);

    public override DatabaseException Failure(Exception error)
    {
        var failure = MySqlServer.Failure(connection, error);
        // No number: the connection, not the server, failed; so it did where a commit got no answer in time. 1053 and 1290 are of a server that ends, and
        // of one that became a replica.
        var passes =
            error is MySqlException
            {
                ErrorCode: MySqlErrorCode.None
                    or MySqlErrorCode.CommandTimeoutExpired
                    or MySqlErrorCode.ServerShutdown
                    or MySqlErrorCode.OptionPreventsStatement
                    or MySqlErrorCode.LockDeadlock
                    or MySqlErrorCode.LockWaitTimeout
                    or MySqlErrorCode.UnableToConnectToHost
            };
        return passes ? new DatabaseException(failure.Message, error) { IsTransient = true } : failure;
    }

    public override async Task<string> BlockersAsync(CancellationToken cancellation)
    {
        await using var opened = await MySqlServer.OpenAsync(connection, baseFolder, cancellation, loadsFiles: true);
        var others = await opened.ReadAsync(
            """
            select id, user
            from information_schema.processlist
            where db = database() and id <> connection_id()
            """,
            row => $"connection {row.GetValue(0)} of {row.GetValue(1)}",
            cancellation
        );
        return string.Join(", ", others);
    }
}
