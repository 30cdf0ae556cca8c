using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest.Steps;

/// <summary>Takes an element of a text that is split by a delimiter, or of an array; or joins them all. Empty elements count for each only.</summary>
internal sealed class ElementStep(FieldMapping mapping)
{
    /// <summary>What stands between the elements of an array.</summary>
    public static readonly byte[] BetweenElements = [0];

    private readonly byte[]? _delimiter = mapping.Split is null ? null : Encoding.UTF8.GetBytes(mapping.Split);
    private readonly byte[] _separator = Encoding.UTF8.GetBytes(mapping.Separator ?? ", ");
    private readonly Take _take = mapping.Take ?? Take.First;
    private readonly ByteBuilder _taken = new();

    /// <summary>Whether a row becomes as many rows as there are elements.</summary>
    public bool IsEach => _take == Take.Each;

    public int Count(ReadOnlySpan<byte> text, bool isList) => DelimiterOf(isList) is { } delimiter ? text.Count(delimiter) + 1 : 1;

    /// <summary>Puts what is taken in the text's place. False where that is nothing.</summary>
    public bool TryTake(ByteBuilder text, bool isList, int element)
    {
        _taken.Clear();
        var rest = text.Span;
        var delimiter = DelimiterOf(isList);
        var index = 0;
        for (var isLast = false; !isLast; index++)
        {
            var end = delimiter is null ? -1 : rest.IndexOf(delimiter);
            isLast = end < 0;
            var part = Characters.Trim(isLast ? rest : rest[..end]);
            rest = isLast ? [] : rest[(end + delimiter!.Length)..];
            Add(part, isWanted: _take != Take.Each || index == element);
        }

        text.Replace(_taken.Span);
        return text.Span.Length > 0;
    }

    private void Add(ReadOnlySpan<byte> part, bool isWanted)
    {
        if (part.IsEmpty || !isWanted || (_take == Take.First && _taken.Span.Length > 0))
            return;

        if (_take == Take.Joined)
            _taken.Append(_taken.Span.IsEmpty ? [] : _separator);
        else
            _taken.Clear();

        _taken.Append(part);
    }

    private byte[]? DelimiterOf(bool isList) => isList ? BetweenElements : _delimiter;
}
