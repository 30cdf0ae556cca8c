using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace SparkReco.Ingest;

/// <summary>Reads CSV. An empty field is null, an empty pair of quotes is an empty text.</summary>
internal sealed class CsvReader : IDisposable
{
    private readonly CsvRecords _records;
    private readonly CsvDialect _dialect;
    private readonly bool _hasHeader;
    private bool _isRead;

    /// <summary>Reads the first row where it says what the columns are: their names, or without a header their number.</summary>
    /// <exception cref="FileRejectedException">The header cannot be read.</exception>
    public CsvReader(Stream stream, CsvDialect dialect, SourceSettings settings)
    {
        _dialect = dialect;
        _records = new(stream, dialect, settings);
        _hasHeader = settings.HasHeader && settings.Columns is null;
        _isRead = settings.Columns is null && _records.Read();
        Names =
            settings.Columns
            ?? (
                !_isRead ? []
                : _hasHeader ? Header()
                : Places(_records.Record.Count)
            );
        _isRead &= !_hasHeader;
    }

    /// <summary>The column names, without surrounding blanks. Empty when the stream has no row at all.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads the rows behind the header.</summary>
    public void Read(TabularColumns columns, RowMapper mapper, CancellationToken cancellation)
    {
        int[] slots = [.. Names.Select(columns.SlotOf)];
        ulong[] hashes =
        [
            .. Names.Select((name, i) => columns.HashesRest && columns.OtherColumns.Contains(name) ? RowHash.Of(Encoding.UTF8.GetBytes(name)) : 0),
        ];
        var row = new SourceRow(columns.SlotCount);
        while (_isRead || _records.Read())
        {
            _isRead = false;
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
                SetField(fields[i], slots[i], i, isText, row);

            if (hasValue && hashes[i] != 0)
            {
                var target = fields[i].IsEncoded ? row.Scratch(fields[i].Length) : [];
                row.AddRest(hashes[i], fields[i].IsEncoded ? target[..Decode(fields[i], target)] : TextOf(fields[i]));
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
        if (field.IsEncoded)
        {
            var target = row.Scratch(field.Length);
            var length = Decode(field, target);
            text = target[..length];
            row.SetScratch(slot, length);
        }
        else
        {
            row.SetText(slot, _records.Start + field.Start, field.Length);
        }

        if ((!isText || field.IsEncoded) && (!Utf8.IsValid(text) || text.Contains((byte)0)))
        {
            row.Flaw(slot, $"{(text.Contains((byte)0) ? "NUL byte" : "invalid UTF-8")} in {Names[index]}");
            row.SetNull(slot);
        }
    }

    private bool IsHeader()
    {
        // Nearly every row differs from the header in its first byte.
        var first = TextOf(_records.Record.Fields[0]).TrimStart((byte)' ');
        var mayBe = first.IsEmpty ? Names[0].Length == 0 : Names[0].Length > 0 && (first[0] == Names[0][0] || first[0] >= 0x80);
        return mayBe && Header().SequenceEqual(Names);
    }

    /// <summary>Writes what a field stands for: of two quotes one, and what is escaped. <c>\N</c> alone stays, which is no value.</summary>
    private int Decode(CsvField field, Span<byte> target)
    {
        var text = TextOf(field);
        if (!field.IsQuoted && text.SequenceEqual(@"\N"u8))
        {
            text.CopyTo(target);
            return text.Length;
        }

        var written = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isEscape = text[i] == _dialect.Escape && i + 1 < text.Length;
            var isDoubled = field.IsQuoted && text[i] == _dialect.Quote;
            target[written++] = isEscape ? CsvDialect.Unescaped(text[i + 1]) : text[i];
            i += isEscape || isDoubled ? 1 : 0;
        }

        return written;
    }

    private static string[] Places(int count) => [.. Enumerable.Range(1, count).Select(place => place.ToString(CultureInfo.InvariantCulture))];

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
            throw new FileRejectedException(
                $"the header cannot be read: {problem} (set the source's encoding, such as windows-1252, escape or delimiter if it has another)"
            );

        var names = new string[_records.Record.Count];
        for (var i = 0; i < names.Length; i++)
        {
            var field = _records.Record.Fields[i];
            var target = new byte[field.Length];
            names[i] = Encoding.UTF8.GetString(field.IsEncoded ? target.AsSpan(0, Decode(field, target)) : TextOf(field)).Trim();
        }

        return names;
    }
}
