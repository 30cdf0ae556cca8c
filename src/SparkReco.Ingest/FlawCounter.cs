using System.Text;

namespace SparkReco.Ingest;

/// <summary>How many values of a field could not be read, so that rows are without them.</summary>
/// <param name="Field">The field.</param>
/// <param name="Flaw">What was wrong.</param>
/// <param name="Value">The value as people may read it; null for all values that are not counted one by one.</param>
/// <param name="Rows">The rows.</param>
public sealed record FlawCount(string Field, string Flaw, string? Value, long Rows);

/// <summary>
/// Counts flaws and their values in bounded memory. Of each field the values with the smallest hashes are counted one by one: which they are,
/// and how often they stand there, does not depend on how rows are shared out among threads.
/// </summary>
internal sealed class FlawCounter(RawTable table)
{
    /// <summary>So many values of a field are counted one by one.</summary>
    public const int MostValues = 200;

    private const int MostCharacters = 100;

    private readonly Field?[] _fields = new Field?[table.Fields.Count];

    /// <summary>All counts, in the order of fields, the most frequent first.</summary>
    public IReadOnlyList<FlawCount> Counts =>
        [.. _fields.SelectMany((counts, index) => counts is null ? [] : counts.Counts(table.Fields[index].Name))];

    public void Add(int field, string flaw, ReadOnlySpan<byte> value) =>
        (_fields[field] ??= new()).Add(flaw, value.IsEmpty ? null : Clip(VisibleText.Of(value)), 1);

    /// <summary>Adds up what several threads counted.</summary>
    public static IReadOnlyList<FlawCount> Sum(RawTable table, IEnumerable<FlawCount> counts)
    {
        var sum = new FlawCounter(table);
        foreach (var count in counts)
        {
            var index = table.Fields.Index().First(field => field.Item.Name == count.Field).Index;
            (sum._fields[index] ??= new()).Add(count.Flaw, count.Value, count.Rows);
        }

        return sum.Counts;
    }

    private static string Clip(string value) => value.Length <= MostCharacters ? value : value[..MostCharacters];

    private sealed class Field
    {
        private readonly Dictionary<string, long> _rows = [];
        private readonly Dictionary<(string Flaw, string Value), (ulong Hash, long Rows)> _values = [];
        private ulong _largest = ulong.MaxValue;

        public void Add(string flaw, string? value, long rows)
        {
            _rows[flaw] = _rows.GetValueOrDefault(flaw) + rows;
            if (value is null)
                return;

            if (_values.TryGetValue((flaw, value), out var known))
            {
                _values[(flaw, value)] = known with { Rows = known.Rows + rows };
                return;
            }

            var hash = RowHash.Of(Encoding.UTF8.GetBytes(value));
            if (hash > _largest)
                return;

            _values.Add((flaw, value), (hash, rows));
            if (_values.Count > 2 * MostValues)
                Prune();
        }

        public IEnumerable<FlawCount> Counts(string name)
        {
            Prune();
            var others = _rows.Select(flaw => new FlawCount(
                name,
                flaw.Key,
                null,
                flaw.Value - _values.Where(value => value.Key.Flaw == flaw.Key).Sum(value => value.Value.Rows)
            ));
            return _values
                .Select(value => new FlawCount(name, value.Key.Flaw, value.Key.Value, value.Value.Rows))
                .Concat(others.Where(flaw => flaw.Rows > 0))
                .OrderByDescending(count => count.Rows)
                .ThenBy(count => count.Flaw, StringComparer.Ordinal)
                .ThenBy(count => count.Value, StringComparer.Ordinal);
        }

        private void Prune()
        {
            if (_values.Count <= MostValues)
                return;

            _largest = _values.Values.Select(value => value.Hash).Order().ElementAt(MostValues - 1);
            foreach (var value in _values.Where(value => value.Value.Hash > _largest).Select(value => value.Key).ToArray())
                _values.Remove(value);
        }
    }
}
