using System.Text;
using System.Text.Unicode;

namespace SparkReco.Ingest;

/// <summary>Reads CSV. An empty field is null, an empty pair of quotes is an empty text.</summary>
internal sealed class CsvReader : IDisposable
{
    private readonly CsvRecords _records;
    private readonly byte _quote;
    private readonly bool _hasHeader;

    /// <summary>Reads the header, where the settings don't name the columns.</summary>
    /// <exception cref="FileRejectedException">The header cannot be read.</exception>
    public CsvReader(Stream stream, byte delimiter, SourceSettings settings)
    {
        _quote = (byte)settings.Quote;
        _records = new(stream, delimiter, _quote, settings.MaxLineBytes);
        _hasHeader = settings.Columns is null;
        Names = settings.Columns ?? (_records.Read() ? Header() : []);
    }

    /// <summary>The column names, without surrounding blanks. Empty when the stream has no row at all.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads the rows behind the header.</summary>
    public void Read(TabularColumns columns, RowMapper mapper, CancellationToken cancellation)
    {
        int[] slots = [.. Names.Select(columns.SlotOf)];
        ulong[] hashes = [.. Names.Select((name, i) => slots[i] < 0 && columns.HashesRest ? RowHash.Of(Encoding.UTF8.GetBytes(name)) : 0)];
        var row = new SourceRow(columns.SlotCount);
        while (_records.Read())
        {
            ReadRow(slots, hashes, columns, row);
            mapper.Write(row, _records.Line, _records.Text);
            if ((mapper.Rows & 0xFFFF) == 0)
                cancellation.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _records.Dispose();

    private void ReadRow(int[] slots, ulong[] hashes, TabularColumns columns, SourceRow row)
    {
        row.Begin(_records.Buffer);
        var text = _records.Text;
        var isText = Utf8.IsValid(text) && !text.Contains((byte)0);
        if (Problem(isText) is { } problem)
        {
            row.Fail(problem);
            return;
        }

        columns.SetPathColumns(row);
        var fields = _records.Record.Fields;
        for (var i = 0; i < slots.Length; i++)
        {
            var hasValue = fields[i].Length > 0 || fields[i].IsQuoted;
            if (hasValue && slots[i] >= 0)
            {
                SetField(fields[i], slots[i], i, isText, row);
            }
            else if (hasValue && hashes[i] != 0)
            {
                var target = fields[i].HasDoubledQuotes ? row.Scratch(fields[i].Length) : [];
                row.AddRest(hashes[i], fields[i].HasDoubledQuotes ? target[..Unquote(TextOf(fields[i]), target)] : TextOf(fields[i]));
            }
        }
    }

    private string? Problem(bool isText)
    {
        if (_records.Problem is not null)
            return _records.Problem;

        var count = _records.Record.Count;
        if (count != Names.Count)
            return $"{count} fields where {(_hasHeader ? "the header has" : "there are columns for")} {Names.Count}";

        return _hasHeader && isText && IsHeader() ? "repeated header" : null;
    }

    private ReadOnlySpan<byte> TextOf(CsvField field) => _records.Text.Slice(field.Start, field.Length);

    private void SetField(CsvField field, int slot, int index, bool isText, SourceRow row)
    {
        var text = TextOf(field);
        if (!isText && (!Utf8.IsValid(text) || text.Contains((byte)0)))
        {
            row.Fail($"{(text.Contains((byte)0) ? "NUL byte" : "invalid UTF-8")} in {Names[index]}");
        }
        else if (field.HasDoubledQuotes)
        {
            var target = row.Scratch(field.Length);
            row.SetScratch(slot, Unquote(text, target));
        }
        else
        {
            row.SetText(slot, _records.Start + field.Start, field.Length);
        }
    }

    private bool IsHeader()
    {
        // Nearly every row differs from the header in its first byte.
        var first = TextOf(_records.Record.Fields[0]).TrimStart((byte)' ');
        var mayBe = first.IsEmpty ? Names[0].Length == 0 : Names[0].Length > 0 && (first[0] == Names[0][0] || first[0] >= 0x80);
        return mayBe && Header().SequenceEqual(Names);
    }

    private int Unquote(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            target[written++] = text[i];
            i += text[i] == _quote ? 1 : 0;
        }

        return written;
    }

    private string[] Header()
    {
        var text = _records.Text;
        var problem =
            _records.Problem
            ?? (
                !Utf8.IsValid(text) ? "invalid UTF-8"
                : text.Contains((byte)0) ? "NUL byte"
                : null
            );
        if (problem is not null)
            throw new FileRejectedException($"the header cannot be read: {problem}");

        var names = new string[_records.Record.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var field = _records.Record.Fields[i];
            var target = new byte[field.Length];
            names[i] = Encoding.UTF8.GetString(field.HasDoubledQuotes ? target.AsSpan(0, Unquote(TextOf(field), target)) : TextOf(field)).Trim();
        }

        return names;
    }
}
