namespace SparkReco.Reports;

/// <summary>What two lists would share if each was drawn evenly from the items on offer.</summary>
internal static class Chance
{
    /// <summary>
    /// The mean overlap over the users with both lists: of lists of a and b items, drawn from n, a b / n are in common on average, and the
    /// overlap divides by k. Nothing where there are no such users.
    /// </summary>
    public static double? Overlap(ReportData data, int k)
    {
        var onOffer = data.Catalogue.Sum(row => row.OnOffer);
        return data.ListPairs.FirstOrDefault(row => row.K == k) is { Users: > 0 } pairs && onOffer > 0
            ? Math.Min(1, pairs.LengthProducts / ((double)onOffer * k * pairs.Users))
            : null;
    }
}
