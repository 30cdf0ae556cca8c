using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace SparkReco.Adapters.DuckDb;

/// <summary>A column of a table of parts.</summary>
internal readonly record struct PartColumn(string Name, DuckDBType Type);

/// <summary>
/// Collects rows in a table of a database of its own in memory, and writes them as Parquet files whenever they are many. Rows of the
/// current file get parts of their own, so that they can be taken back as long as no other file has begun.
/// </summary>
internal sealed class PartWriter : IDisposable
{
    private const int MaxRows = 491_520;
    private const long MaxTextBytes = 64 << 20;
    private const string FileNumber = "file_number";

    private readonly DuckDBConnection _connection;
    private readonly IReadOnlyList<PartColumn> _columns;
    private readonly string _table;
    private readonly string _folder;
    private readonly string _prefix;
    private readonly bool _hasFiles;
    private readonly List<string> _partsOfFile = [];
    private int _parts;
    private int _file;
    private long _rows;
    private long _rowsBeforeFile;
    private long _textBytes;

    /// <summary>The parts are <c>PREFIX-0.parquet</c> and so on. The folder is made when there is a row.</summary>
    public PartWriter(DuckDBConnection connection, IReadOnlyList<PartColumn> columns, string table, string folder, string prefix)
    {
        _connection = connection;
        _columns = columns;
        _table = SqlText.Identifier(table);
        _folder = folder;
        _prefix = prefix;
        _hasFiles = columns.Any(column => column.Name == FileNumber);
        CreateTable();
        Rows = new ChunkAppender(connection, table, [.. columns.Select(column => column.Type)]);
    }

    /// <summary>The rows that are being filled.</summary>
    public ChunkAppender Rows { get; }

    public void BeginFile(int number)
    {
        _file = number;
        _rowsBeforeFile = _rows + Rows.Row;
        _partsOfFile.Clear();
    }

    /// <summary>Appends the chunk that was filled, and writes parts when there are enough rows.</summary>
    public void AppendChunk()
    {
        _rows += Rows.Row;
        _textBytes += Rows.TextBytes;
        Rows.Append();
        if (_rows >= MaxRows || _textBytes >= MaxTextBytes)
        {
            WriteParts();
        }
    }

    /// <summary>Takes back every row of the current file.</summary>
    public void DiscardFile()
    {
        _rows += Rows.Row;
        Rows.Close();
        Execute($"delete from {_table} where {FileNumber} = {_file}");
        _rows = _rowsBeforeFile;
        _partsOfFile.ForEach(File.Delete);
        _partsOfFile.Clear();
    }

    /// <summary>Writes all rows that are left.</summary>
    public void WriteParts()
    {
        _rows += Rows.Row;
        Rows.Close();
        if (_hasFiles && _rowsBeforeFile > 0 && _rows > _rowsBeforeFile)
        {
            WritePart($"where {FileNumber} <> {_file}");
            _partsOfFile.Add(WritePart($"where {FileNumber} = {_file}"));
        }
        else if (_rows > 0)
        {
            string part = WritePart("");
            _partsOfFile.AddRange(_rowsBeforeFile == 0 ? [part] : []);
        }

        CreateTable();
        _rows = 0;
        _rowsBeforeFile = 0;
        _textBytes = 0;
    }

    public void Dispose() => Rows.Dispose();

    private string WritePart(string where)
    {
        Directory.CreateDirectory(_folder);
        string path = Path.Combine(_folder, $"{_prefix}-{_parts++}.parquet");
        Execute($"copy (select * from {_table} {where}) to {SqlText.Literal(path)} (format parquet, compression snappy)");
        return path;
    }

    private void CreateTable()
    {
        IEnumerable<string> columns = _columns.Select(column => $"{SqlText.Identifier(column.Name)} {TypeName(column.Type)}");
        Execute($"create or replace table {_table} ({string.Join(", ", columns)})");
    }

    private static string TypeName(DuckDBType type) => type.ToString().ToLowerInvariant();

    private void Execute(string statement)
    {
        using DuckDBCommand command = _connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}
