using SparkReco.Metrics;

namespace SparkReco.Reports;

/// <summary>
/// One part of the users decides: the sign over all users is that of it, of the other parts the opposite. The difference over all users is the
/// sum of the parts' differences by their users, so that at least one part always has its sign.
/// </summary>
/// <param name="Metric">By which it is so.</param>
/// <param name="Segment">The part that decides.</param>
/// <param name="Users">Its users.</param>
/// <param name="Others">How many parts with users enough have the opposite sign.</param>
/// <param name="Overall">The system that is ahead over all users, and in that part.</param>
/// <param name="Other">The system that is ahead in the other parts.</param>
public sealed record DecidingPart(Metric Metric, string Segment, long Users, int Others, string Overall, string Other)
{
    /// <summary>Of each headline metric and property; noise is left out: the difference of all users is clear, or that of one of the other parts.</summary>
    public static IReadOnlyList<DecidingPart> Of(ReportData data)
    {
        var matrix = Matrix.Of(data);
        return
        [
            .. from index in Enumerable.Range(0, matrix.Metrics.Count)
            let all = matrix.Rows.FirstOrDefault(row => row.Segment == Segments.All)?.Cells[index]
            where all?.Ahead is not null
            from property in matrix.Rows.Where(row => row.Segment != Segments.All).GroupBy(row => Segments.PropertyOf(row.Segment))
            let parts = property.Where(row => row.Cells[index] is { Certainty: not Certainty.TooFewUsers }).ToArray()
            let alike = parts.Where(row => row.Cells[index]!.Ahead == all.Ahead).ToArray()
            let opposite = parts.Where(row => row.Cells[index]!.Ahead is { } ahead && ahead != all.Ahead).ToArray()
            where alike.Length == 1 && opposite.Length >= 2 && opposite.Length == parts.Length - 1
            where all.Certainty == Certainty.Clear || opposite.Any(row => row.Cells[index]!.Certainty == Certainty.Clear)
            select new DecidingPart(
                matrix.Metrics[index],
                alike[0].Segment,
                alike[0].Users,
                opposite.Length,
                all.Ahead!,
                opposite[0].Cells[index]!.Ahead!
            ),
        ];
    }

    /// <summary>It in a sentence.</summary>
    public string Sentence =>
        $"By {Metric.Title} one part decides: {Words.Name(Overall)} is ahead over all users and for {Words.Segment(Segment)} ({Html.Numbers.Count(Users)}), "
        + $"but {Words.Name(Other)} in all {Others} other {Segments.Plural(Segments.PropertyOf(Segment))}: decide for each by itself.";
}
