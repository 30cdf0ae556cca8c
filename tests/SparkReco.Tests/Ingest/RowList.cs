using System.Globalization;
using System.Text;
using SparkReco.Ingest;
using SparkReco.Ingest.Rules;

namespace SparkReco.Tests.Ingest;

/// <summary>A row that a reader gave: its fields by column as text, or its problem and its raw text.</summary>
public sealed record RawRow(
    Dictionary<string, string> Fields,
    int FileNumber,
    long Line,
    long? Hash,
    string? Problem,
    string? Raw,
    string? Value = null
)
{
    public string? this[string column] => Fields.GetValueOrDefault(column);
}

/// <summary>Takes every text as it is, so that tests see what a reader read.</summary>
public sealed class AnyText() : FieldRule(FieldType.Text)
{
    public override FieldValue Read(ReadOnlySpan<byte> text) => FieldValue.Of(text);
}

/// <summary>A sink that keeps rows in a list. Rows that are not committed are dropped.</summary>
public sealed class RowList(RawTable table) : IRawSink
{
    private readonly List<RawRow> _rows = [];

    public IReadOnlyList<RawRow> Rows => [.. _rows.OrderBy(row => row.FileNumber).ThenBy(row => row.Line)];

    public void Begin(long inputBytes) { }

    public IRawWriter OpenWriter() => new Writer(table, _rows);

    private sealed class Writer(RawTable table, List<RawRow> target) : IRawWriter
    {
        private readonly List<RawRow> _rows = [];
        private Dictionary<string, string> _fields = [];
        private int _file;

        public void BeginFile(int number) => _file = number;

        public void Set(int field, ReadOnlySpan<byte> text) =>
            _fields.Add(table.Fields[field].Column, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(text));

        public void Set(int field, long number) => _fields.Add(table.Fields[field].Column, number.ToString(CultureInfo.InvariantCulture));

        public void EndRow(long line, long? hash) => Add(new(_fields, _file, line, hash, null, null));

        public void EndProblem(long line, string reason, string? value, ReadOnlySpan<byte> raw) =>
            Add(new([], _file, line, null, reason, raw.IsEmpty ? null : Encoding.UTF8.GetString(raw), value));

        public void DiscardFile()
        {
            _rows.RemoveAll(row => row.FileNumber == _file);
            _fields = [];
        }

        public void Commit()
        {
            lock (target)
                target.AddRange(_rows);
        }

        public void Dispose() { }

        private void Add(RawRow row)
        {
            _rows.Add(row);
            _fields = [];
        }
    }
}
