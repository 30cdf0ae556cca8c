using System.Text;
using SparkReco.Ingest.Rules;

namespace SparkReco.Ingest;

/// <summary>Tells rows that are read from those that are left out, by what their columns hold. Blanks around a text do not count.</summary>
internal sealed class RowFilter
{
    private readonly Condition[] _conditions;

    public RowFilter(SourceSettings settings, IColumnSlots columns) =>
        _conditions = [.. settings.Where.Select(pair => new Condition(columns.Named(pair.Key), SetOf(pair.Value.Is), SetOf(pair.Value.IsNot)))];

    /// <summary>Whether the row is one to read. A column whose value is damaged is the row's problem.</summary>
    public bool Takes(SourceRow row)
    {
        foreach (var condition in _conditions)
        {
            if (row.FlawOf(condition.Slots) is { } flaw)
            {
                row.Fail(flaw);
                return true;
            }

            var slot = row.FirstWithValue(condition.Slots);
            var text = slot < 0 ? [] : Characters.Trim(row.Value(slot));
            text = NullWords.IsOne(text) ? [] : text;
            if (condition.Is is { } wanted && !Contains(wanted, text))
                return false;

            if (condition.IsNot is { } unwanted && Contains(unwanted, text))
                return false;
        }

        return true;
    }

    private static bool Contains(HashSet<byte[]> texts, ReadOnlySpan<byte> text) => texts.GetAlternateLookup<ReadOnlySpan<byte>>().Contains(text);

    private static HashSet<byte[]>? SetOf(IReadOnlyList<string>? texts) =>
        texts is null ? null : new(texts.Select(text => Encoding.UTF8.GetBytes(text.Trim())), ByteComparer.Instance);

    private readonly record struct Condition(int[] Slots, HashSet<byte[]>? Is, HashSet<byte[]>? IsNot);
}
