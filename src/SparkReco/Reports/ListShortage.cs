namespace SparkReco.Reports;

/// <summary>
/// Lists of Amazon Personalize that are missing or do not fit look like lists without a hit: where there are more than a few, no answer stands
/// without saying so.
/// </summary>
internal static class ListShortage
{
    // Some users are always new, and some items gone.
    private const double Enough = 0.95;

    /// <summary>What is short, in words; empty where nothing is.</summary>
    public static string Of(ReportData data)
    {
        if (!data.HasComparison)
            return "";
        if (OfUsers(data, Enough) is { Length: > 0 } missing)
            return missing;
        var unknown = data.Issues.Where(issue => issue.Text is "item_id is not in items").Sum(issue => issue.Rows);
        var places = unknown + data.PersonalizePlaces;
        return unknown > (1 - Enough) * places ? $"{unknown:N0} of {places:N0} places in Amazon Personalize's lists hold unknown items" : "";
    }

    /// <summary>For how many eligible users there are lists, in words; empty where the share is enough.</summary>
    public static string OfUsers(ReportData data, double enough)
    {
        var eligible = data.Audiences.Sum(audience => audience.Eligible);
        return data.Evaluated("personalize", "user_coverage")?.Value is { } coverage && coverage < enough
            ? $"Amazon Personalize has lists for {Math.Round(coverage * eligible):N0} of {eligible:N0} eligible users"
            : "";
    }
}
