namespace SparkReco.Reports;

/// <summary>The days that judge the lists, in words.</summary>
internal static class Period
{
    /// <summary>"in the 28 days from 2026-09-01 on", or how many of them the log has.</summary>
    public static string Of(ReportData data) =>
        data is { IsCutShort: true, JudgedDays: > 0 }
            ? $"in the {Days(data.JudgedDays)} from {data.RunDate:yyyy-MM-dd} on that the log has of the {data.Settings.Evaluation.HorizonDays} asked for"
            : $"in the {Days(data.Settings.Evaluation.HorizonDays)} from {data.RunDate:yyyy-MM-dd} on";

    /// <summary>What a headline must add where the log ends too early; nothing where it does not.</summary>
    public static string Shortage(ReportData data) =>
        data is { IsCutShort: true, JudgedDays: > 0, Events.LastOn: { } last }
            ? $"judged by {Days(data.JudgedDays)} of {data.Settings.Evaluation.HorizonDays}: the log ends on {last:yyyy-MM-dd}"
            : "";

    private static string Days(int count) => count == 1 ? "1 day" : $"{count} days";
}
