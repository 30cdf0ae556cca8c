namespace SparkReco.Reports.Sections;

/// <summary>What two lists would share if each was drawn evenly from the items on offer.</summary>
internal static class Chance
{
    public static double? Overlap(ReportData data, int k)
    {
        var onOffer = data.Catalogue.Sum(row => row.OnOffer);
        return onOffer > 0 ? Math.Min(1, k / (double)onOffer) : null;
    }
}
