using System.Text;
using System.Text.Unicode;

namespace SparkReco.Ingest;

/// <summary>Reads CSV with a header. An empty field is null, an empty pair of quotes is an empty text.</summary>
internal sealed class CsvReader(byte delimiter, byte quote, int maxRowBytes)
{
    /// <summary>The column names, without surrounding blanks. Empty when the stream has no row at all.</summary>
    /// <exception cref="FileRejectedException">The header cannot be read.</exception>
    public IReadOnlyList<string> ReadHeader(Stream stream)
    {
        using CsvRecords records = new(stream, delimiter, quote, maxRowBytes);
        return records.Read() ? Header(records) : [];
    }

    public void Read(Stream stream, TabularColumns columns, IReadOnlyList<string> names, RowMapper mapper, CancellationToken cancellation)
    {
        using CsvRecords records = new(stream, delimiter, quote, maxRowBytes);
        if (!records.Read())
        {
            return;
        }

        int[] slots = [.. names.Select(columns.SlotOf)];
        SourceRow row = new(columns.SlotCount);
        while (records.Read())
        {
            ReadRow(records, slots, columns, names, row);
            mapper.Write(row, records.Line, records.Text);
            if ((mapper.Rows & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private void ReadRow(CsvRecords records, int[] slots, TabularColumns columns, IReadOnlyList<string> names, SourceRow row)
    {
        row.Begin(records.Buffer);
        if (Problem(records, names) is { } problem)
        {
            row.Fail(problem);
            return;
        }

        columns.SetPathColumns(row);
        ReadOnlySpan<CsvField> fields = records.Record.Fields;
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i] >= 0)
            {
                SetField(records, fields[i], slots[i], row);
            }
        }
    }

    private string? Problem(CsvRecords records, IReadOnlyList<string> names)
    {
        if (records.Problem is not null)
        {
            return records.Problem;
        }

        if (!Utf8.IsValid(records.Text))
        {
            return "invalid UTF-8";
        }

        if (records.Text.Contains((byte)0))
        {
            return "NUL byte";
        }

        int count = records.Record.Count;
        if (count != names.Count)
        {
            return $"{count} fields where the header has {names.Count}";
        }

        return IsHeader(records, names) ? "repeated header" : null;
    }

    private bool IsHeader(CsvRecords records, IReadOnlyList<string> names)
    {
        // Nearly every row differs from the header in its first byte.
        ReadOnlySpan<byte> first = records.Text.Slice(records.Record.Fields[0].Start, records.Record.Fields[0].Length).TrimStart((byte)' ');
        bool mayBe = first.IsEmpty ? names[0].Length == 0 : names[0].Length > 0 && (first[0] == names[0][0] || first[0] >= 0x80);
        return mayBe && Header(records).SequenceEqual(names);
    }

    private void SetField(CsvRecords records, CsvField field, int slot, SourceRow row)
    {
        if (field.HasDoubledQuotes)
        {
            Span<byte> target = row.Scratch(field.Length);
            row.SetScratch(slot, Unquote(records.Text.Slice(field.Start, field.Length), target));
        }
        else if (field.Length > 0 || field.IsQuoted)
        {
            row.SetText(slot, records.Start + field.Start, field.Length);
        }
    }

    private int Unquote(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int written = 0;
        for (int i = 0; i < text.Length; i++)
        {
            target[written++] = text[i];
            i += text[i] == quote ? 1 : 0;
        }

        return written;
    }

    private string[] Header(CsvRecords records)
    {
        if (records.Problem is not null || !Utf8.IsValid(records.Text))
        {
            throw new FileRejectedException($"the header cannot be read: {records.Problem ?? "invalid UTF-8"}");
        }

        string[] names = new string[records.Record.Count];
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = Text(records, records.Record.Fields[i]);
        }

        return names;
    }

    private string Text(CsvRecords records, CsvField field)
    {
        byte[] target = new byte[field.Length];
        ReadOnlySpan<byte> text = records.Text.Slice(field.Start, field.Length);
        int length = field.HasDoubledQuotes ? Unquote(text, target) : text.Length;
        return Encoding.UTF8.GetString(field.HasDoubledQuotes ? target.AsSpan(0, length) : text).Trim();
    }
}
