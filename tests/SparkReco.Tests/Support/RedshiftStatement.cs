using System.IO.Compression;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using Npgsql;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;

namespace SparkReco.Tests.Support;

/// <summary>A statement as Redshift would take it, on a PostgreSQL: UNLOAD, COPY and one function of Redshift's are made of what is there.</summary>
internal sealed partial class RedshiftStatement(NpgsqlConnection connection, TempFolder folder, Func<JsonObject, JsonObject> manifest)
{
    /// <summary>Runs it, and gives its result as the Data API would.</summary>
    public async Task<JsonObject> RunAsync(string sql, CancellationToken cancellation)
    {
        if (Unload().Match(sql) is { Success: true } unload)
        {
            var rows = await UnloadAsync(unload.Groups["query"].Value, unload.Groups["to"].Value, cancellation);
            await RunOnDatabaseAsync($"select set_config('standin.unloaded', '{rows}', true)", cancellation);
            return new JsonObject { ["Records"] = new JsonArray() };
        }

        if (Copy().Match(sql) is { Success: true } copy)
        {
            await CopyAsync(copy, cancellation);
            return new JsonObject { ["Records"] = new JsonArray() };
        }

        return await RunOnDatabaseAsync(
            // Redshift takes keys, and enforces none.
            (sql.Contains("create table", StringComparison.Ordinal) ? Keys().Replace(sql, "") : sql).Replace(
                "pg_last_unload_count()",
                "current_setting('standin.unloaded')",
                StringComparison.Ordinal
            ),
            cancellation
        );
    }

    private async Task<JsonObject> RunOnDatabaseAsync(string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = Enumerable.Range(0, reader.FieldCount).ToArray();
        var records = new JsonArray();
        while (await reader.ReadAsync(cancellation))
            records.Add((JsonNode)new JsonArray([.. columns.Select(column => Field(reader, column))]));
        return new JsonObject
        {
            ["Records"] = records,
            ["ColumnMetadata"] = new JsonArray([
                .. columns.Select(column =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["name"] = reader.GetName(column),
                            ["label"] = reader.GetName(column),
                            ["typeName"] = reader.GetDataTypeName(column),
                        }
                ),
            ]),
            ["TotalNumRows"] = records.Count,
        };
    }

    private static JsonNode Field(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column)
            ? new JsonObject { ["isNull"] = true }
            : reader.GetValue(column) switch
            {
                long number => new JsonObject { ["longValue"] = number },
                int number => new JsonObject { ["longValue"] = number },
                bool flag => new JsonObject { ["booleanValue"] = flag },
                var value => new JsonObject { ["stringValue"] = $"{value}" },
            };

    /// <summary>Writes the rows as two files of Parquet, as two slices would, and the manifest. Of no rows there is nothing.</summary>
    private async Task<int> UnloadAsync(string query, string to, CancellationToken cancellation)
    {
        var types = await TypesAsync(query, cancellation);
        var local = Path.Combine(folder.Root, Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(local);
        var csv = Path.Combine(folder.Root, $"{Guid.NewGuid():N}.csv");
        using (var rows = await connection.BeginTextExportAsync($"copy ({query}) to stdout (format csv, force_quote *)", cancellation))
        await using (var file = new StreamWriter(csv))
            await file.WriteAsync(await rows.ReadToEndAsync(cancellation));
        using var duck = new DuckDBConnection("Data Source=:memory:");
        await duck.OpenAsync(cancellation);
        await ExecuteAsync(
            duck,
            $"set TimeZone='UTC'; create table t as select row_number() over () as slice, * from read_csv('{csv}', auto_detect=false, delim=',', quote='\"', escape='\"', header=false, allow_quoted_nulls=false, nullstr='', columns={{{string.Join(", ", types.Select(type => $"'{type.Name}': '{type.Type}'"))}}})",
            cancellation
        );
        var entries = new JsonArray();
        var total = 0;
        for (var slice = 0; slice < 2; slice++)
        {
            var count = Convert.ToInt32(await ExecuteAsync(duck, $"select count(*) from t where slice % 2 = {slice}", cancellation));
            if (count == 0)
                continue;
            var name = $"000{slice}_part_00.parquet";
            await ExecuteAsync(
                duck,
                $"copy (select * exclude (slice) from t where slice % 2 = {slice}) to '{Path.Combine(local, name)}' (format parquet)",
                cancellation
            );
            entries.Add(
                (JsonNode)
                    new JsonObject
                    {
                        ["url"] = $"{to}{name}",
                        ["meta"] = new JsonObject { ["content_length"] = new FileInfo(Path.Combine(local, name)).Length, ["record_count"] = count },
                    }
            );
            total += count;
        }

        if (total == 0)
            return 0;
        await File.WriteAllTextAsync(
            Path.Combine(local, "manifest"),
            manifest(
                    new JsonObject
                    {
                        ["entries"] = entries,
                        ["meta"] = new JsonObject { ["record_count"] = total },
                    }
                )
                .ToJsonString(),
            cancellation
        );
        await S3Server.UploadAsync(local, Location.Of(to, default));
        return total;
    }

    private async Task CopyAsync(Match copy, CancellationToken cancellation)
    {
        var local = Path.Combine(folder.Root, Guid.NewGuid().ToString("N"));
        await S3Server.DownloadAsync(Location.Of(copy.Groups["from"].Value, default), local);
        foreach (var file in Directory.GetFiles(local))
        {
            await using var target = await connection.BeginTextImportAsync(
                $"copy {copy.Groups["target"].Value} from stdin (format csv, null '{copy.Groups["null"].Value}')",
                cancellation
            );
            using var rows = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
            await target.WriteAsync(await rows.ReadToEndAsync(cancellation));
        }
    }

    private async Task<List<(string Name, string Type)>> TypesAsync(string query, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select * from ({query}) t where 1 = 0", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return [.. Enumerable.Range(0, reader.FieldCount).Select(column => (reader.GetName(column), TypeOf(reader.GetDataTypeName(column))))];
    }

    private static string TypeOf(string type) =>
        type switch
        {
            "bigint" or "integer" or "boolean" or "date" or "double precision" => type,
            "timestamp without time zone" => "timestamp",
            "timestamp with time zone" => "timestamptz",
            _ when type.StartsWith("numeric(", StringComparison.Ordinal) => type,
            _ => "varchar",
        };

    private static async Task<object?> ExecuteAsync(DuckDBConnection duck, string sql, CancellationToken cancellation)
    {
        await using var command = duck.CreateCommand();
        command.CommandText = sql;
        return await command.ExecuteScalarAsync(cancellation);
    }

    [GeneratedRegex(@",\s*(unique|primary key) \([^)]*\)| primary key", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Keys();

    [GeneratedRegex(
        @"^unload \(\$\$(?<query>.*)\$\$\) to '(?<to>s3://[^']+/)' iam_role (default|'arn:aws:iam::\d{12}:role/\w+') format as parquet manifest verbose maxfilesize 128 mb$",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Unload();

    [GeneratedRegex(
        @"^copy (?<target>[a-z_.]+ \([a-z_"", ]+\)) from '(?<from>s3://[^']+/)' iam_role (default|'arn:aws:iam::\d{12}:role/\w+') format as csv gzip null as '(?<null>[^']+)'$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking
    )]
    private static partial Regex Copy();
}
