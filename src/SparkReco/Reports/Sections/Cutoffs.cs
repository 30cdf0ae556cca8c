namespace SparkReco.Reports.Sections;

/// <summary>The list lengths that charts show.</summary>
internal static class Cutoffs
{
    private const int Most = 6;

    /// <summary>All of them, or about six evenly chosen ones and the main one.</summary>
    public static IReadOnlyList<int> Shown(ReportData data)
    {
        var all = data.Settings.Evaluation.Cutoffs;
        var step = (all.Count + Most - 1) / Most;
        return [.. all.Where((k, index) => index % step == 0 || index == all.Count - 1 || k == data.MainCutoff)];
    }

    public static string Label(int k) => $"k = {k}";
}
