namespace SparkReco.Exports.Grafana;

/// <summary>Alert rules: what somebody should look at after a run.</summary>
internal static class AlertRules
{
    private sealed record Rule(string Name, string Title, string Query, string Summary, string Evaluator, double Threshold);

    private static readonly Rule[] Rules =
    [
        new(
            "worse",
            "SparkReco: a system is clearly worse than its reference",
            "alert_worse",
            "A headline metric of the latest run says so over all users.",
            "gt",
            0
        ),
        new(
            "rejected",
            "SparkReco: many rows were rejected",
            "alert_rejected",
            "More than 5 % of the rows of an input of the latest run.",
            "gt",
            0.05
        ),
        new("late", "SparkReco: there was no run for a week", "alert_late", "The latest run date is more than 8 days ago.", "gt", 8),
        new(
            "coverage",
            "SparkReco: users without a list",
            "alert_coverage",
            "A system has lists for less than 90 % of the eligible users.",
            "lt",
            0.9
        ),
    ];

    /// <summary>The rules in the form of Grafana's files of provisioning.</summary>
    public static string Text(GrafanaExport export) =>
        ExportJson.CamelCase(
            new
            {
                ApiVersion = 1,
                Groups = new[]
                {
                    new
                    {
                        OrgId = 1,
                        Name = "sparkreco",
                        Folder = GrafanaExport.Folder,
                        Interval = "10m",
                        Rules = Rules.Select(rule => ModelOf(rule, export)),
                    },
                },
            }
        );

    private static object ModelOf(Rule rule, GrafanaExport export) =>
        new
        {
            Uid = $"sparkreco-{rule.Name}",
            rule.Title,
            Condition = "B",
            For = "0s",
            NoDataState = "OK",
            ExecErrState = "Error",
            Annotations = new { rule.Summary },
            Labels = new { Source = "sparkreco" },
            Data = new[]
            {
                new
                {
                    RefId = "A",
                    DatasourceUid = GrafanaExport.SourceUid,
                    RelativeTimeRange = new { From = 600, To = 0 },
                    Model = export.Target("A", export.Render(rule.Query)),
                },
                new
                {
                    RefId = "B",
                    DatasourceUid = "__expr__",
                    RelativeTimeRange = new { From = 600, To = 0 },
                    Model = (object)
                        new
                        {
                            RefId = "B",
                            Type = "threshold",
                            Expression = "A",
                            Conditions = new[] { new { Evaluator = new { Type = rule.Evaluator, Params = new[] { rule.Threshold } } } },
                        },
                },
            },
        };
}
