using SparkReco.Ingest;

namespace SparkReco.Runs;

/// <summary>What is told of values that could not be read and that rows are kept without.</summary>
public static class FlawWords
{
    private const int MostReasons = 5;
    private const int MostValues = 3;

    /// <summary>A line for each of the most frequent reasons, with the commonest values.</summary>
    public static IEnumerable<string> Of(string input, IReadOnlyList<FlawCount> flaws) =>
        flaws
            .GroupBy(flaw => flaw.Flaw)
            .OrderByDescending(reason => reason.Sum(flaw => flaw.Rows))
            .ThenBy(reason => reason.Key, StringComparer.Ordinal)
            .Take(MostReasons)
            .Select(reason =>
                $"{Rows(reason.Sum(flaw => flaw.Rows))} of the {input} {(reason.Sum(flaw => flaw.Rows) == 1 ? "is" : "are")} kept without a value: {reason.Key}{Values(reason)}"
            );

    private static string Values(IEnumerable<FlawCount> flaws)
    {
        var values = flaws
            .Where(flaw => flaw.Value is not null)
            .OrderByDescending(flaw => flaw.Rows)
            .ThenBy(flaw => flaw.Value, StringComparer.Ordinal)
            .ToArray();
        var shown = values.Take(MostValues).Select((flaw, i) => $"'{flaw.Value}' ({(i == 0 ? Rows(flaw.Rows) : $"{flaw.Rows:N0}")})");
        var others = values.Length > MostValues ? ", ... (see the table invalid_values)" : "";
        return values.Length == 0 ? "" : $": {string.Join(", ", shown)}{others}";
    }

    private static string Rows(long count) => $"{count:N0} {(count == 1 ? "row" : "rows")}";
}
