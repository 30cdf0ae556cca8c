using System.Data;
using DuckDB.NET.Data;
using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Reads Parquet files through DuckDB, over a connection of its own for each file. Files of an object store are read from a copy, or, for
/// their columns, from a file that has their footer alone, in a folder of this machine.
/// </summary>
internal sealed class DuckDbParquetReader(DuckDBConnection connection, SourceFiles sources, string copies) : IColumnarReader
{
    private const int MaxReasonLength = 200;

    private readonly Lock _connecting = new();

    public IReadOnlyList<SourceColumn> ReadColumns(SourceFile file)
    {
        using LocalCopy copy = file.FullPath.IsLocal ? LocalCopy.Of(sources, file, copies, CancellationToken.None) : LocalCopy.OfFooter(sources, file, copies);
        using DuckDBConnection own = Connect();
        List<(string Name, int Children)> elements = [];
        string query = $"select name, coalesce(num_children, 0)::int from parquet_schema({SqlText.Literal(copy.Path)})";
        Query(own, copy, query, row => elements.Add((row.GetString(0), row.GetInt32(1))));

        // The schema is a tree in depth-first order; the first element is its root.
        List<SourceColumn> columns = [];
        for (int i = 1; i < elements.Count; i = Skip(elements, i))
        {
            columns.Add(new(elements[i].Name, elements[i].Children > 0));
        }

        return columns;
    }

    public void Read(SourceFile source, IReadOnlyList<string> columns, IColumnarRows rows, CancellationToken cancellation)
    {
        using LocalCopy copy = LocalCopy.Of(sources, source, copies, cancellation);
        using DuckDBConnection own = Connect();
        string file = $"read_parquet({SqlText.Literal(copy.Path)}, hive_partitioning = false, binary_as_string = true)";
        Query(own, copy, "set streaming_buffer_size = '16MB'", _ => { });
        long expected = 0;
        Query(own, copy, $"select num_rows from parquet_file_metadata({SqlText.Literal(copy.Path)})", row => expected = row.GetInt64(0));
        string query = $"select {SelectList(own, copy, file, columns)} from {file}";
        long count = 0;
        try
        {
            using DuckDbStream stream = new(own, query);
            while (stream.Read())
            {
                cancellation.ThrowIfCancellationRequested();
                stream.CopyTo(rows, columns.Count);
                count += stream.RowCount;
            }
        }
        catch (DuckDbReadException error)
        {
            throw Rejected(error, copy);
        }

        if (count != expected)
        {
            throw new FileRejectedException($"Parquet: {count} rows where the footer has {expected}");
        }
    }

    private static string SelectList(DuckDBConnection own, LocalCopy copy, string file, IReadOnlyList<string> columns)
    {
        if (columns.Count == 0)
        {
            return "0";
        }

        List<string> expressions = [];
        string names = string.Join(", ", columns.Select(SqlText.Identifier));
        Query(own, copy, $"describe select {names} from {file}", row => expressions.Add(ParquetExpression.Of(columns[expressions.Count], row.GetString(1))));
        return string.Join(", ", expressions);
    }

    private static int Skip(List<(string Name, int Children)> elements, int index)
    {
        int next = index + 1;
        for (int child = 0; child < elements[index].Children && next < elements.Count; child++)
        {
            next = Skip(elements, next);
        }

        return next;
    }

    private static void Query(DuckDBConnection own, LocalCopy copy, string query, Action<IDataRecord> onRow)
    {
        using DuckDBCommand command = own.CreateCommand();
        command.CommandText = query;
        try
        {
            using DuckDBDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                onRow(reader);
            }
        }
        catch (DuckDBException error)
        {
            throw Rejected(error, copy);
        }
    }

    private static FileRejectedException Rejected(Exception error, LocalCopy copy)
    {
        string reason = error.Message.Split('\n')[0].Replace(copy.Path, copy.Shown);
        return new($"Parquet: {(reason.Length > MaxReasonLength ? reason[..MaxReasonLength] : reason)}");
    }

    private DuckDBConnection Connect()
    {
        lock (_connecting)
        {
            return DuckDbConnections.Another(connection);
        }
    }
}
