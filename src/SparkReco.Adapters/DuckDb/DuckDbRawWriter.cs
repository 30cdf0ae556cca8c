using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Ingest;
using SparkReco.Ingest.Rules;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Writes the rows of one thread as Parquet parts: the good ones, the problems, and the hashes that may repeat.</summary>
internal sealed class DuckDbRawWriter : IRawWriter
{
    private static readonly PartColumn _hashColumn = new("row_hash", DuckDBType.BigInt);
    private static readonly PartColumn _fileColumn = new("file_number", DuckDBType.Integer);
    private static readonly PartColumn _lineColumn = new("line", DuckDBType.BigInt);

    private readonly DuckDBConnection _connection = OpenOwnDatabase();
    private readonly int _fields;
    private readonly byte[] _tableName;
    private readonly RepeatFilter? _filter;
    private readonly PartWriter _rows;
    private readonly PartWriter _problems;
    private readonly PartWriter _suspects;
    private int _file;

    public DuckDbRawWriter(RawTable table, Func<string, string> folderOf, int worker, RepeatFilter? filter)
    {
        _fields = table.Fields.Count;
        _tableName = Encoding.UTF8.GetBytes(table.Name);
        _filter = filter;
        IEnumerable<PartColumn> fields = table.Fields.Select(field => new PartColumn(field.Column, TypeOf(field.Rule.Type)));
        PartColumn[] problem = [Text("raw_table"), _fileColumn, _lineColumn, Text("reason"), Text("raw")];
        _rows = new(_connection, [.. fields, _fileColumn, _lineColumn, _hashColumn], "rows", folderOf(table.Name), $"part-{worker}");
        _problems = new(_connection, problem, "problems", folderOf("raw_problems"), $"{table.Name}-{worker}");
        _suspects = new(_connection, [_hashColumn], "suspects", filter is null ? "" : folderOf("raw_suspects"), $"part-{worker}");
    }

    public void BeginFile(int number)
    {
        _file = number;
        _rows.BeginFile(number);
        _problems.BeginFile(number);
    }

    public void Set(int field, ReadOnlySpan<byte> text) => _rows.Rows[field].Set(_rows.Rows.Row, text);

    public void Set(int field, long number) => _rows.Rows[field].Set(_rows.Rows.Row, number);

    public void EndRow(long line, long hash)
    {
        ChunkAppender rows = _rows.Rows;
        rows[_fields].Set(rows.Row, _file);
        if (line > 0)
        {
            rows[_fields + 1].Set(rows.Row, line);
        }

        rows[_fields + 2].Set(rows.Row, hash);
        rows.EndRow();
        if (rows.IsFull)
        {
            FilterRepeats();
            _rows.AppendChunk();
        }
    }

    public void EndProblem(long line, string reason, ReadOnlySpan<byte> raw)
    {
        ForgetFields();
        ChunkAppender problems = _problems.Rows;
        int row = problems.Row;
        problems[0].Set(row, _tableName);
        problems[1].Set(row, _file);
        if (line > 0)
        {
            problems[2].Set(row, line);
        }

        problems[3].Set(row, Encoding.UTF8.GetBytes(reason));
        problems[4].Set(row, raw);
        problems.EndRow();
        if (problems.IsFull)
        {
            _problems.AppendChunk();
        }
    }

    public void DiscardFile()
    {
        ForgetFields();
        FilterRepeats();
        _rows.DiscardFile();
        _problems.DiscardFile();
    }

    public void Commit()
    {
        FilterRepeats();
        _rows.WriteParts();
        _problems.WriteParts();
        _suspects.WriteParts();
    }

    public void Dispose()
    {
        _rows.Dispose();
        _problems.Dispose();
        _suspects.Dispose();
        _connection.Dispose();
    }

    private static DuckDBConnection OpenOwnDatabase()
    {
        DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = "set threads = 1";
        command.ExecuteNonQuery();
        return connection;
    }

    private static PartColumn Text(string name) => new(name, DuckDBType.Varchar);

    private static DuckDBType TypeOf(FieldType type) => type switch
    {
        FieldType.Text => DuckDBType.Varchar,
        FieldType.BigInt => DuckDBType.BigInt,
        FieldType.Int => DuckDBType.Integer,
        FieldType.Date => DuckDBType.Date,
        _ => DuckDBType.Boolean,
    };

    private void ForgetFields()
    {
        for (int field = 0; field < _fields; field++)
        {
            _rows.Rows[field].SetNull(_rows.Rows.Row);
        }
    }

    /// <summary>Looks up the hashes of the rows that are not yet appended.</summary>
    private void FilterRepeats() => _filter?.Add(_rows.Rows[_fields + 2].Numbers(_rows.Rows.Row), AddSuspect);

    private void AddSuspect(long hash)
    {
        ChunkAppender suspects = _suspects.Rows;
        suspects[0].Set(suspects.Row, hash);
        suspects.EndRow();
        if (suspects.IsFull)
        {
            _suspects.AppendChunk();
        }
    }
}
