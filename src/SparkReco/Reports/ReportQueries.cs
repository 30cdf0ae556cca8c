using SparkReco.Models;

namespace SparkReco.Reports;

/// <summary>The queries that fill a report.</summary>
internal static class ReportQueries
{
    public static readonly Query<ReportData.InputRows> Inputs = new("Reports/Queries/inputs.sql");
    public static readonly Query<ReportData.Rejection> Rejections = new("Reports/Queries/rejections.sql");
    public static readonly Query<ReportData.ListPlaces> ListPlaces = new("Reports/Queries/list_places.sql");
    public static readonly Query<ReportData.Issue> ListIssues = new("Reports/Queries/list_issues.sql");
    public static readonly Query<ReportData.Audience> Audiences = new("Reports/Queries/audiences.sql");
    public static readonly Query<ReportData.CatalogueShare> Catalogue = new("Reports/Queries/catalogue.sql");
    public static readonly Query<ReportData.Activity> Activities = new("Reports/Queries/activities.sql");
    public static readonly Query<ReportData.Day> Days = new("Reports/Queries/event_days.sql");
    public static readonly Query<ReportData.EventSpan> Events = new("Reports/Queries/event_span.sql");
    public static readonly Query<ReportData.BusyUser> BusiestUsers = new("Reports/Queries/busiest_users.sql");
    public static readonly Query<ReportData.PartShare> Reasons = new("Reports/Queries/reasons.sql");
    public static readonly Query<ReportData.ListLengths> ListLengths = new("Reports/Queries/list_lengths.sql");
    public static readonly Query<ReportData.Trial> Trials = new("Reports/Queries/trials.sql");
    public static readonly Query<RankerReport.Model> RankerModel = new("Reports/Queries/ranker_model.sql");
    public static readonly Query<RankerReport.Trial> RankerTrials = new("Reports/Queries/ranker_trials.sql");
    public static readonly Query<ReportData.EvaluationRow> Evaluation = new("Reports/Queries/evaluation.sql");
    public static readonly Query<ReportData.ComparisonRow> Comparison = new("Reports/Queries/comparison.sql");
    public static readonly Query<ReportData.OverlapShare> Overlaps = new("Reports/Queries/overlaps.sql");
    public static readonly Query<ReportData.PairLengths> ListPairs = new("Reports/Queries/list_pairs.sql");
    public static readonly Query<ReportData.Share> Movements = new("Reports/Queries/movements.sql");
    public static readonly Query<ReportData.Found> Foretold = new("Reports/Queries/hit_overlap.sql");
    public static readonly Query<ReportData.Discovery> Discoveries = new("Reports/Queries/discovery.sql");
    public static readonly Query<ExperimentReport.SourceRow> Sources = new("Reports/Queries/engagement_by_source.sql");
    public static readonly Query<ExperimentReport.SummaryRow> Experiments = new("Reports/Queries/experiment_summary.sql");
    public static readonly Query<ExperimentReport.CheckRow> ExperimentChecks = new("Reports/Queries/experiment_checks.sql");
    public static readonly Query<ExperimentReport.PolicyRow> Policies = new("Reports/Queries/off_policy.sql");
    public static readonly Query<ReportData.CostRow> Costs = new("Reports/Queries/cost.sql");
    public static readonly Query<ReportData.HistoryRow> History = new("Reports/Queries/run_history.sql");
    public static readonly Query<ReportData.ChurnRow> Churn = new("Reports/Queries/list_churn.sql");
    public static readonly Query<ReportData.SettingChange> SettingChanges = new("Reports/Queries/setting_changes.sql");
    public static readonly Query<ReportData.Mover> Movers = new("Reports/Queries/movers.sql");
}
