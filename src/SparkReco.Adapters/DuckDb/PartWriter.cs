using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace SparkReco.Adapters.DuckDb;

/// <summary>A column of a table of parts.</summary>
internal readonly record struct PartColumn(string Name, DuckDBType Type);

/// <summary>
/// Collects rows and writes them as Parquet files. Rows of the current file get parts of their own, so that they can be taken back as
/// long as no other file has begun.
/// </summary>
internal sealed class PartWriter : IDisposable
{
    // Line numbers and hashes have no repeats: the sooner the dictionary of such a column is given up, the less it costs.
    private const int DictionaryValues = 4096;

    private readonly DuckDBConnection _connection;
    private readonly RowBufferFunction _function;
    private readonly string _name;
    private readonly string _folder;
    private readonly string _prefix;
    private readonly List<string> _partsOfFile = [];
    private int _parts;
    private int _firstOfFile;

    /// <summary>The parts are <c>PREFIX-0.parquet</c> and so on. The folder is made when there is a row.</summary>
    public PartWriter(DuckDBConnection connection, string name, IReadOnlyList<PartColumn> columns, int capacity, string folder, string prefix)
    {
        _connection = connection;
        _name = name;
        _folder = folder;
        _prefix = prefix;
        Rows = new RowBuffer(columns, capacity);
        _function = new RowBufferFunction(connection, name, Rows);
    }

    public RowBuffer Rows { get; }

    public void BeginFile()
    {
        _firstOfFile = Rows.Count;
        _partsOfFile.Clear();
    }

    /// <summary>Takes back every row since the file began.</summary>
    public void DiscardFile()
    {
        Rows.Truncate(_firstOfFile);
        _partsOfFile.ForEach(File.Delete);
        _partsOfFile.Clear();
    }

    /// <summary>Writes all rows that are in memory.</summary>
    public void WriteParts()
    {
        WritePart(0, _firstOfFile);
        if (WritePart(_firstOfFile, Rows.Count) is { } part)
            _partsOfFile.Add(part);

        Rows.Clear();
        _firstOfFile = 0;
    }

    public void Dispose()
    {
        _function.Dispose();
        Rows.Dispose();
    }

    private string? WritePart(int from, int to)
    {
        if (from == to)
            return null;

        Directory.CreateDirectory(_folder);
        var path = Path.Combine(_folder, $"{_prefix}-{_parts++}.parquet");
        _function.Choose(from, to);
        using var command = _connection.CreateCommand();
        // A column of nulls costs as much as another, and is not written: who reads the files knows all columns.
        var columns = string.Join(", ", Rows.Filled(from, to).Select(SqlText.Identifier));
        // Working files live for one run: compressing them costs more than it saves.
        command.CommandText =
            $"copy (select {columns} from {_name}()) to {SqlText.Literal(path)} (format parquet, compression uncompressed, dictionary_size_limit {DictionaryValues})";
        command.ExecuteNonQuery();
        return path;
    }
}
