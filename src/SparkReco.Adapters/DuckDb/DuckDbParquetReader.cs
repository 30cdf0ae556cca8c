using System.Data;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Ingest;
using SparkReco.Storage;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Reads Parquet files through a DuckDB of its own, over a connection for each file. It reads in one folder, which goes when it is disposed
/// of: files of this machine are links there, those of an object store copies or, for their columns, files that have their footer alone.
/// </summary>
internal sealed class DuckDbParquetReader(SourceFiles sources, string folder, int memoryMegabytes) : IColumnarReader, IDisposable
{
    private readonly Lock _connecting = new();
    private IReadOnlyCollection<SourceFile> _files = [];
    private DuckDBConnection? _database;

    public void Expect(IReadOnlyCollection<SourceFile> files) => _files = files;

    public IReadOnlyList<SourceColumn> ReadColumns(SourceFile file)
    {
        using var opened = new DuckDbParquetFile(
            Connect(),
            file.FullPath.IsLocal ? LocalCopy.Of(sources, file, folder, CancellationToken.None) : LocalCopy.OfFooter(sources, file, folder)
        );
        return opened.ReadColumns();
    }

    public IColumnarFile Open(SourceFile file, CancellationToken cancellation)
    {
        sources.RequireUnchanged(file);
        return new DuckDbParquetFile(Connect(), LocalCopy.Of(sources, file, folder, cancellation));
    }

    public void Dispose()
    {
        _database?.Dispose();
        LocalFolder.TryDelete(folder);
    }

    private DuckDBConnection Connect()
    {
        lock (_connecting)
            return DuckDbDatabase.Another(_database ??= OpenDatabase());
    }

    /// <summary>DuckDB follows links before it looks whether it may read what they lead to.</summary>
    private DuckDBConnection OpenDatabase() =>
        DuckDbDatabase.Open(
            [folder],
            threads: 1,
            $"""
            set memory_limit = '{memoryMegabytes}MB';
            set streaming_buffer_size = '16MB';
            set allowed_paths = [{string.Join(
                ", ",
                _files.Where(file => file.FullPath.IsLocal).Select(file => SqlText.Literal($"{file.FullPath}"))
            )}];
            """
        );
}

/// <summary>A Parquet file that DuckDB reads over a connection of its own.</summary>
internal sealed class DuckDbParquetFile(DuckDBConnection connection, LocalCopy copy) : IColumnarFile
{
    public string ReadHash()
    {
        try
        {
            return Hashing.OfFile(copy.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{copy.Shown}: cannot be read: {error.Message}", error);
        }
    }

    public IReadOnlyList<SourceColumn> ReadColumns()
    {
        List<(string Name, int Children, bool IsList)> elements = [];
        Query(
            $"select name, coalesce(num_children, 0)::int, converted_type is not distinct from 'LIST' from parquet_schema({Path})",
            row => elements.Add((row.GetString(0), row.GetInt32(1), row.GetBoolean(2)))
        );

        // The schema is a tree in depth-first order; the first element is its root. A list of values is itself, its repeated group and the value.
        List<SourceColumn> columns = [];
        for (int i = 1, next; i < elements.Count; i = next)
        {
            next = Skip(elements, i);
            var isListOfValues = elements[i].IsList && next - i <= 3;
            columns.Add(new(elements[i].Name, elements[i].Children > 0 && !isListOfValues));
        }

        return columns;
    }

    public bool Read(IReadOnlyList<string> columns, IReadOnlyList<string> others, IColumnarRows rows, CancellationToken cancellation)
    {
        long expected = 0,
            count = 0;
        Query($"select num_rows from parquet_file_metadata({Path})", row => expected = row.GetInt64(0));
        var file = $"read_parquet({Path}, hive_partitioning = false)";
        string[] hash = others.Count > 0 ? [$"cast(hash({string.Join(", ", others.Select(SqlText.Identifier))}) >> 1 as bigint)"] : [];
        var values = Expressions(file, columns).Concat(hash).DefaultIfEmpty("0").ToArray();
        try
        {
            using var stream = new DuckDbStream(connection, $"select {string.Join(", ", values)} from {file}");
            while (stream.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                if (!stream.CopyTo(rows, columns.Count + hash.Length))
                    return false;
                count += stream.RowCount;
            }
        }
        catch (DuckDbReadException error)
        {
            throw DuckDbErrors.Of(error.Type, error.Message, copy);
        }

        return count == expected ? true : throw new FileRejectedException($"Parquet: {count} rows where the footer has {expected}");
    }

    public void Dispose()
    {
        connection.Dispose();
        copy.Dispose();
    }

    private string Path => SqlText.Path(copy.Path);

    private List<string> Expressions(string file, IReadOnlyList<string> columns)
    {
        List<string> expressions = [];
        if (columns.Count > 0)
        {
            var names = string.Join(", ", columns.Select(SqlText.Identifier));
            Query(
                $"select column_type from (describe select {names} from {file})",
                row => expressions.Add(ParquetExpression.Of(columns[expressions.Count], row.GetString(0)))
            );
        }

        return expressions;
    }

    private static int Skip(List<(string Name, int Children, bool IsList)> elements, int index)
    {
        var next = index + 1;
        for (var child = 0; child < elements[index].Children && next < elements.Count; child++)
            next = Skip(elements, next);
        return next;
    }

    private void Query(string query, Action<IDataRecord> onRow)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = query;
            using var reader = command.ExecuteReader();
            while (reader.Read())
                onRow(reader);
        }
        catch (DuckDBException error)
        {
            throw DuckDbErrors.Of(
                error.ErrorType == DuckDBErrorType.Invalid ? DuckDbErrors.TypeOf(connection, query) : error.ErrorType,
                error.Message,
                copy
            );
        }
    }
}
