using System.Text;
using DuckDB.NET.Data;
using DuckDB.NET.Native;
using SparkReco.Ingest;
using SparkReco.Ingest.Rules;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Writes the rows of one thread as Parquet parts: the good ones, the problems, and the hashes that may repeat.</summary>
internal sealed class DuckDbRawWriter : IRawWriter
{
    // Two row groups of DuckDB's usual size.
    private const int PartRows = 245_760;
    private const int ProblemRows = 20_480;
    private const int HashesAtOnce = 4096;

    private static readonly PartColumn _hashColumn = new("row_hash", DuckDBType.BigInt);
    private static readonly PartColumn _fileColumn = new("file_number", DuckDBType.Integer);
    private static readonly PartColumn _lineColumn = new("line", DuckDBType.BigInt);

    private readonly DuckDBConnection _connection;
    private readonly int _fields;
    private readonly byte[] _tableName;
    private readonly RepeatFilter? _filter;
    private readonly PartWriter _rows;
    private readonly PartWriter _problems;
    private readonly PartWriter _suspects;

    // Not yet looked up.
    private readonly long[] _hashes = new long[HashesAtOnce];
    private int _hashCount;
    private int _file;

    public DuckDbRawWriter(RawTable table, Func<string, string> folderOf, int worker, RepeatFilter? filter)
    {
        string[] folders = [folderOf(table.Name), folderOf("raw_problems"), .. filter is null ? Array.Empty<string>() : [folderOf("raw_suspects")]];
        _connection = DuckDbDatabase.Open(folders, threads: 1);
        _fields = table.Fields.Count;
        _tableName = Encoding.UTF8.GetBytes(table.Name);
        _filter = filter;
        var fields = table.Fields.Select(field => new PartColumn(field.Column, TypeOf(field.Rule.Type)));
        PartColumn[] problem = [Text("raw_table"), _fileColumn, _lineColumn, Text("reason"), Text("value"), Text("raw")];
        _rows = new(_connection, "good_rows", [.. fields, _fileColumn, _lineColumn, _hashColumn], PartRows, folderOf(table.Name), $"part-{worker}");
        _problems = new(_connection, "problem_rows", problem, ProblemRows, folderOf("raw_problems"), $"{table.Name}-{worker}");
        _suspects = new(_connection, "suspects", [_hashColumn], PartRows, filter is null ? "" : folderOf("raw_suspects"), $"part-{worker}");
    }

    public void BeginFile(int number)
    {
        _file = number;
        _rows.BeginFile();
        _problems.BeginFile();
    }

    public void Set(int field, ReadOnlySpan<byte> text) => _rows.Rows.Set(field, text);

    public void Set(int field, long number) => _rows.Rows.Set(field, number);

    public void EndRow(long line, long? hash)
    {
        var rows = _rows.Rows;
        rows.Set(_fields, _file);
        if (line > 0)
            rows.Set(_fields + 1, line);

        if (hash is { } known)
        {
            rows.Set(_fields + 2, known);
            AddHash(known);
        }

        rows.EndRow();
        if (rows.IsFull)
            _rows.WriteParts();
    }

    public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw)
    {
        _rows.Rows.ForgetRow();
        var problems = _problems.Rows;
        problems.Set(0, _tableName);
        problems.Set(1, _file);
        if (line > 0)
            problems.Set(2, line);

        problems.Set(3, Encoding.UTF8.GetBytes(reason));
        if (value is not null)
            problems.Set(4, Encoding.UTF8.GetBytes(value));

        problems.Set(5, raw);
        problems.EndRow();
        if (problems.IsFull)
            _problems.WriteParts();
    }

    public void DiscardFile()
    {
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
        _connection.Dispose();
        _rows.Dispose();
        _problems.Dispose();
        _suspects.Dispose();
    }

    private static PartColumn Text(string name) => new(name, DuckDBType.Varchar);

    private static DuckDBType TypeOf(FieldType type) =>
        type switch
        {
            FieldType.Text => DuckDBType.Varchar,
            FieldType.BigInt => DuckDBType.BigInt,
            FieldType.Int => DuckDBType.Integer,
            FieldType.Date => DuckDBType.Date,
            _ => DuckDBType.Boolean,
        };

    private void AddHash(long hash)
    {
        _hashes[_hashCount++] = hash;
        if (_hashCount == HashesAtOnce)
            FilterRepeats();
    }

    private void FilterRepeats()
    {
        _filter?.Add(_hashes.AsSpan(0, _hashCount), AddSuspect);
        _hashCount = 0;
    }

    private void AddSuspect(long hash)
    {
        _suspects.Rows.Set(0, hash);
        _suspects.Rows.EndRow();
        if (_suspects.Rows.IsFull)
            _suspects.WriteParts();
    }
}
