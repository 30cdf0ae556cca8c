using System.Text;
using SparkReco.Ingest;

namespace SparkReco.Tests.Ingest;

public sealed record RawRow(Dictionary<string, string> Fields, string File, long Line, string? Problem, string? Raw)
{
    public string? this[string field] => Fields.GetValueOrDefault(field);
}

/// <summary>A sink that keeps rows in a list. Rows that are not committed are dropped.</summary>
public sealed class RowList(RawTable table) : IRawSink
{
    private readonly List<RawRow> _rows = [];

    public IReadOnlyList<RawRow> Rows => [.. _rows.OrderBy(row => row.File, StringComparer.Ordinal).ThenBy(row => row.Line)];

    public IRawWriter OpenWriter() => new Writer(table, _rows);

    private sealed class Writer(RawTable table, List<RawRow> target) : IRawWriter
    {
        private readonly List<RawRow> _rows = [];
        private Dictionary<string, string> _fields = [];
        private string _file = "";

        public void BeginFile(string file) => _file = file;

        public void Set(int field, ReadOnlySpan<byte> value) =>
            _fields.Add(table.Fields[field].Name, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(value));

        public void EndRow(long line, string? problem, ReadOnlySpan<byte> raw)
        {
            _rows.Add(new(_fields, _file, line, problem, raw.IsEmpty ? null : Encoding.UTF8.GetString(raw)));
            _fields = [];
        }

        public void DiscardFile()
        {
            _rows.RemoveAll(row => row.File == _file);
            _fields = [];
        }

        public void Commit()
        {
            lock (target)
            {
                target.AddRange(_rows);
            }
        }

        public void Dispose()
        {
        }
    }
}
