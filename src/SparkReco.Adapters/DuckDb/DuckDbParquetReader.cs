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
    // How columns are selected that are fields of structs, and all others.
    private readonly Dictionary<string, string> _expressions = [];

    private readonly record struct SchemaElement(string Name, int Children, bool IsList, bool IsStruct);

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
        // The schema is a tree in depth-first order; the first element is its root.
        List<SchemaElement> elements = [];
        Query(
            $"""
            select name, coalesce(num_children, 0)::int, converted_type is not distinct from 'LIST',
              converted_type is null and logical_type is null and repetition_type is distinct from 'REPEATED'
            from parquet_schema({Path})
            """,
            row => elements.Add(new(row.GetString(0), row.GetInt32(1), row.GetBoolean(2), row.GetInt32(1) > 0 && row.GetBoolean(3)))
        );
        List<SourceColumn> columns = [];
        for (var i = 1; i < elements.Count; i = Skip(elements, i))
            Add(columns, elements, i, prefix: "", "");

        return [.. columns.Where(column => !column.IsOfStruct || columns.TrueForAll(other => other.IsOfStruct || other.Name != column.Name))];
    }

    /// <summary>Adds a column and, where it is a struct, those in it. A list of values is itself, its repeated group and the value.</summary>
    private void Add(List<SourceColumn> columns, List<SchemaElement> elements, int index, string prefix, string parent)
    {
        var (element, next) = (elements[index], Skip(elements, index));
        var name = prefix + element.Name;
        var isListOfValues = element.IsList && next - index <= 3;
        columns.Add(new(name, element.Children > 0 && !isListOfValues) { IsStruct = element.IsStruct, IsOfStruct = prefix.Length > 0 });
        var expression = parent.Length == 0 ? SqlText.Identifier(name) : $"struct_extract({parent}, {SqlText.Literal(element.Name)})";
        // A column that has the whole name comes first, wherever it stands.
        if (parent.Length == 0)
            _expressions[name] = expression;
        else
            _expressions.TryAdd(name, expression);
        for (var i = index + 1; element.IsStruct && i < next; i = Skip(elements, i))
            Add(columns, elements, i, name + ".", expression);
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
            string[] values = [.. columns.Select(column => _expressions.GetValueOrDefault(column) ?? SqlText.Identifier(column))];
            Query(
                $"select column_type from (describe select {string.Join(", ", values)} from {file})",
                row => expressions.Add(ParquetExpression.Of(values[expressions.Count], row.GetString(0)))
            );
        }

        return expressions;
    }

    private static int Skip(List<SchemaElement> elements, int index)
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
