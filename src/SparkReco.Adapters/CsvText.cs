using System.Buffers;
using System.Globalization;
using System.Text;
using SparkReco.Configuration;

namespace SparkReco.Adapters;

/// <summary>Builds the text of rows of CSV: nothing for null, and in quotes what is empty or holds a comma, a quote or the end of a line.</summary>
internal sealed class CsvText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(",\"\r\n"u8);

    private readonly ArrayBufferWriter<byte> _text = new(1 << 16);
    private bool _isFirst = true;

    /// <summary>The text since it was cleared.</summary>
    public ReadOnlyMemory<byte> Text => _text.WrittenMemory;

    public void Clear() => _text.ResetWrittenCount();

    /// <summary>A line with the names of columns.</summary>
    /// <exception cref="ConfigurationException">Two columns have one name.</exception>
    public static byte[] Header(IReadOnlyList<string> columns, string source)
    {
        if (columns.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(names => names.Count() > 1) is { } twice)
            throw new ConfigurationException(
                $"{source}: the rows have two columns '{twice.Key}': name one of them otherwise, with 'as' in the query"
            );
        var text = new CsvText();
        foreach (var column in columns)
            text.Add(column);
        text.EndRow();
        return text.Text.ToArray();
    }

    public void AddNull() => Separate();

    public void Add(string value)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        Add(bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes)));
        ArrayPool<byte>.Shared.Return(bytes);
    }

    public void Add(ReadOnlySpan<byte> value)
    {
        Separate();
        if (value.Length > 0 && !value.ContainsAny(Special))
        {
            _text.Write(value);
            return;
        }

        _text.Write("\""u8);
        for (int quote; (quote = value.IndexOf((byte)'"')) >= 0; value = value[(quote + 1)..])
        {
            _text.Write(value[..(quote + 1)]);
            _text.Write("\""u8);
        }

        _text.Write(value);
        _text.Write("\""u8);
    }

    /// <summary>Adds a value whose text holds none of the characters that need quotes.</summary>
    public void Add<T>(T value, ReadOnlySpan<char> format = default)
        where T : IUtf8SpanFormattable
    {
        Separate();
        var span = _text.GetSpan(64);
        int written;
        while (!value.TryFormat(span, out written, format, CultureInfo.InvariantCulture))
            span = _text.GetSpan(2 * span.Length);
        _text.Advance(written);
    }

    public void EndRow()
    {
        _text.Write("\n"u8);
        _isFirst = true;
    }

    private void Separate()
    {
        if (!_isFirst)
            _text.Write(","u8);
        _isFirst = false;
    }
}
