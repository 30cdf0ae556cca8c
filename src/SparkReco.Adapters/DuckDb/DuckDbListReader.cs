using Apache.Arrow;
using DuckDB.NET.Data;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Reads files of lists with DuckDB's own readers. Ids of CSV and JSON stay the texts that they are.</summary>
public sealed class DuckDbListReader : IListReader
{
    private readonly DuckDBConnection _connection;
    private readonly DuckDbBatches _batches;
    private readonly string _scratch;

    private DuckDbListReader(DuckDBConnection connection, string scratch)
    {
        _connection = connection;
        _batches = new DuckDbBatches(connection);
        _scratch = scratch;
    }

    /// <summary>Opens a reader of some files and of no others.</summary>
    /// <param name="files">The files.</param>
    /// <param name="threads">How many threads read.</param>
    /// <param name="memoryMegabytes">What DuckDB may use.</param>
    /// <param name="scratch">A folder of its own, which goes with it.</param>
    public static DuckDbListReader Open(IEnumerable<Location> files, int threads, int memoryMegabytes, string scratch) =>
        new(
            DuckDbSession.Open(
                [scratch],
                threads,
                $"""
                set memory_limit = '{memoryMegabytes}MB';
                set temp_directory = {SqlText.Literal(scratch)};
                set allowed_paths = [{string.Join(", ", files.SelectMany(Spellings).Distinct())}];
                """
            ),
            scratch
        );

    public async Task<IReadOnlyList<FileColumn>> ColumnsAsync(TableFiles files, CancellationToken cancellation)
    {
        var source = Source(files, null);
        List<FileColumn> columns = [];
        foreach (var (name, type) in await DescribeAsync($"select * from {source}", files, cancellation))
        {
            var isStruct = type.StartsWith("STRUCT", StringComparison.Ordinal);
            if (!isStruct || IsList(type))
                columns.Add(isStruct ? new([name + "[]"], false) : new([name], IsList(type)));
            else
            {
                var fields = await DescribeAsync($"select unnest({SqlText.Identifier(name)}) from {source}", files, cancellation);
                columns.AddRange(fields.Select(field => new FileColumn([name, field.Name], IsList(field.Type))));
            }
        }

        return columns;
    }

    public async Task ScanAsync(TableFiles files, TableShape shape, Action<RecordBatch> take, CancellationToken cancellation)
    {
        var (user, item) = (Expression(shape.User), Expression(shape.Item));
        var number = shape.Number is null ? "" : $"try_cast({Expression(shape.Number)} as double)";
        var columns = shape.Kind switch
        {
            NumberKind.PlaceInArray => $"unnest({item}) as item, generate_subscripts({item}, 1) as number",
            NumberKind.Rank or NumberKind.Quantity => $"{item} as item, {number} as number",
            NumberKind.Score => $"{item} as item, -{number} as number",
            NumberKind.RowOrder => $"{item} as item, row_number() over () as number",
            _ => $"{item} as item, 0 as number",
        };
        var sql = $"""
            select cast(user_id as varchar) as user_id, cast(item as varchar) as item_id, cast(number as double) as number
            from (select {user} as user_id, {columns} from {Source(files, shape)})
            """;
        try
        {
            await _batches.ScanAsync(sql, take, cancellation);
        }
        catch (EngineException error)
        {
            throw Named(error, files);
        }
    }

    public ValueTask DisposeAsync()
    {
        _connection.Dispose();
        _batches.Dispose();
        LocalFolder.TryDelete(_scratch);
        return ValueTask.CompletedTask;
    }

    /// <summary>DuckDB compares a path with those that it may read as it stands in statements, and as it is.</summary>
    private static string[] Spellings(Location file) => [SqlText.Literal($"{file}"), SqlText.Path($"{file}")];

    private static bool IsList(string type) => type.EndsWith(']');

    private static string Expression(FileColumn column) => string.Join('.', column.Path.Select(SqlText.Identifier));

    /// <summary>JSON whose columns are known is read with their types: texts that look like days or numbers stay what they are.</summary>
    private static string Source(TableFiles files, TableShape? shape)
    {
        var paths = $"[{string.Join(", ", files.Paths.Select(path => SqlText.Path($"{path}")))}]";
        return files.Form switch
        {
            FileForm.Parquet => $"read_parquet({paths}, hive_partitioning = false)",
            FileForm.Csv => $"read_csv({paths}, header = true, all_varchar = true, hive_partitioning = false)",
            _ when shape is null => $"read_json({paths}, format = 'auto', hive_partitioning = false)",
            _ => $"read_json({paths}, format = 'auto', hive_partitioning = false, columns = {{{JsonColumns(shape)}}})",
        };
    }

    private static string JsonColumns(TableShape shape) =>
        string.Join(
            ", ",
            new[] { shape.User, shape.Item, shape.Number }
                .OfType<FileColumn>()
                .GroupBy(column => column.Path[0])
                .Select(group =>
                    $"{SqlText.Literal(group.Key)}: {SqlText.Literal(group.First().Path.Count == 1 ? Type(group.First()) : $"STRUCT({string.Join(", ", group.Select(column => $"{SqlText.Identifier(column.Path[1])} {Type(column)}"))})")}"
                )
        );

    private static string Type(FileColumn column) => column.IsList ? "VARCHAR[]" : "VARCHAR";

    private async Task<IReadOnlyList<(string Name, string Type)>> DescribeAsync(string sql, TableFiles files, CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"describe {sql}";
        await using var registration = cancellation.Register(command.Cancel);
        try
        {
            return await DuckDbCall.RunAsync<IReadOnlyList<(string, string)>>(
                () =>
                {
                    using var reader = command.ExecuteReader();
                    List<(string, string)> columns = [];
                    while (reader.Read())
                        columns.Add((reader.GetString(0), reader.GetString(1)));
                    return columns;
                },
                cancellation
            );
        }
        catch (EngineException error)
        {
            throw Named(error, files);
        }
    }

    private static EngineException Named(EngineException error, TableFiles files) =>
        new($"{files.Shown} cannot be read as {files.Form}: {error.Message.Split('\n')[0]}", error);
}
