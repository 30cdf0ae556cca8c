namespace SparkReco.Reports.Sections;

/// <summary>What two lists would share if each was drawn evenly from the available catalogue.</summary>
internal static class Chance
{
    public static double? Overlap(ReportData data, int k)
    {
        var available = data.Catalogue.Sum(row => row.Available);
        return available > 0 ? Math.Min(1, k / (double)available) : null;
    }
}
