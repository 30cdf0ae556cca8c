using SparkReco.Reports.Charts;
using SparkReco.Reports.Html;

namespace SparkReco.Reports;

/// <summary>What the system costs beside what it gains, in words.</summary>
internal static class Cost
{
    /// <summary>Empty where no cost is known. Costs are in the currency of the settings, which is not known.</summary>
    public static string Sentence(ReportData data)
    {
        if (data.Costs is not [var cost, ..])
            return "";
        var by =
            cost.Source == "setting"
                ? "as 'comparison.monthly_cost' says"
                : $"by the prices of the run's own jobs, {Numbers.Of(data.Settings.Comparison.RunsPerMonth, "run")}";
        return $"{Words.Capital(Words.Name(data.Pair.System))} costs {Amount(cost.Monthly)} a month ({by}). {Watched(cost)}: "
            + (
                cost.PerHour is not { } each
                    ? "there is no extra hour to pay for"
                    : (cost.PerHourLow, cost.PerHourHigh) switch
                    {
                        ({ } low, { } high) => $"{Amount(each)} for each extra hour ({Amount(low)} to {Amount(high)})",
                        ({ } low, null) => $"{Amount(each)} for each extra hour ({Amount(low)} or more: the gain may be nothing)",
                        _ => $"{Amount(each)} for each extra hour",
                    }
            )
            + (
                cost.BreakEvenMinutes is { } minutes ? $". It pays from {ValueFormat.Tenths.Text(minutes)} extra minutes per user and month on." : "."
            );
    }

    private static string Watched(ReportData.CostRow cost) =>
        cost.Hours < 0
            ? $"Users watch {Side(cost.Hours)} hours a month on its lists ({Side(cost.HoursLow)} to {Side(cost.HoursHigh)})"
            : $"Users watch {Hours(cost.Hours)} more hours a month on its lists ({Hours(cost.HoursLow)} to {Hours(cost.HoursHigh)}), at most what they bring";

    private static string Side(double hours) => $"{Hours(Math.Abs(hours))} {(hours < 0 ? "fewer" : "more")}";

    private static string Amount(double value) => Math.Abs(value) < 100 ? ValueFormat.Hundredths.Text(value) : ValueFormat.Count.Text(value);

    private static string Hours(double value) => Math.Abs(value) < 100 ? ValueFormat.Tenths.Text(value) : ValueFormat.Count.Text(value);
}
