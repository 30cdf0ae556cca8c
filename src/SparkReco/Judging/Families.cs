namespace SparkReco.Judging;

/// <summary>Which p-values are corrected together for being many, in comparisons of lists and in experiments alike.</summary>
public static class Families
{
    /// <summary>
    /// The family of a row: of all users the metrics, the rows that one asks "who is better?" of; of the other segments those of a metric, of
    /// which one asks "for whom?".
    /// </summary>
    public static string Of(string segment, string metric) => segment == "all" ? "" : metric;

    /// <summary>
    /// Holm's correction within each family, in the rows' order. A row whose p-value is not a number, because nothing varies, was not tested:
    /// it counts in no family, and stays not a number.
    /// </summary>
    public static double[] Holm<TRow, TFamily>(IReadOnlyList<TRow> rows, Func<TRow, TFamily> family, Func<TRow, double> pValue)
    {
        var adjusted = Enumerable.Repeat(double.NaN, rows.Count).ToArray();
        var tested = Enumerable.Range(0, rows.Count).Where(index => !double.IsNaN(pValue(rows[index])));
        foreach (var members in tested.GroupBy(index => family(rows[index])).Select(group => group.ToArray()))
        {
            foreach (var (index, value) in members.Zip(Bootstrap.Holm([.. members.Select(index => pValue(rows[index]))])))
                adjusted[index] = value;
        }

        return adjusted;
    }
}
