using SparkReco.Configuration;
using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports;
using SparkReco.Storage;

namespace SparkReco.Tests.Reports;

/// <summary>Valid report data: both systems, all metrics, little of everything.</summary>
internal static class Some
{
    private static readonly string[] Quality = Names(MetricList.PerUser);
    private static readonly string[] Reach = Names(MetricList.Of(MetricFamily.BeyondAccuracy));
    private static readonly string[] Agreement = Names(MetricList.OfPairs);
    private static readonly string[] Segments = ["all", "tier=free", "tier=paid", "history=none", "history=1-9"];

    private static string[] Names(IEnumerable<Metric> metrics) => [.. metrics.Select(metric => metric.Name)];

    public static Settings Settings() =>
        new()
        {
            BaseFolder = Location.OfThisMachine("/"),
            Lake = Location.OfThisMachine("/lake"),
            RunDate = new(2026, 9, 1),
            Inputs = new()
            {
                Users = [],
                Items = [],
                Events = [],
                Personalize = ["lists"],
            },
            Engine = null!,
            Eligibility = new(),
            Engagement = new() { LookbackDays = 365 },
            ItemItem = new() { HistorySize = 200, SeedSize = 50 },
            Blend = new(),
            Evaluation = new(),
            Comparison = new() { Resamples = 2000 },
            Quality = new(),
        };

    public static ReportData Report(string title = "A title", double value = 0.25) =>
        new()
        {
            RunId = "run-1",
            RunDate = new(2026, 9, 1),
            Engine = "DuckDB",
            Settings = Settings(),
            Inputs =
            [
                new("users", 1, 1010, 1000, 10, 0, 0, 0, 0),
                new("items", 1, 100, 100, 0, 0, 0, 0, 0),
                new("events", 3, 5000, 4900, 60, 40, 5, 0, 1),
            ],
            Rejections = [new("bad value", 60, "raw/events:7")],
            Audiences = [new("free", 600, 300, 300, 500), new("paid", 400, 350, 400, 390)],
            Catalogue = [new("course", 60, 50, 5, 40), new("video", 40, 40, 4, 30)],
            ShortestList = 25,
            Lists = [new("baseline", 700, 7000), new("personalize", 700, 1000)],
            Activities = [new("click", false, 4000), new("click", true, 900)],
            Days = [new(new(2026, 8, 31), 40, 20), new(new(2026, 9, 1), 50, 25)],
            Events = new(new(2026, 1, 1), new(2026, 10, 15)),
            BusiestUsers = [new("u1", 50, 5, new(2026, 8, 3), 4900, 1000)],
            ListPairs = [new(5, 300, 7500), new(10, 300, 30_000), new(25, 300, 187_500)],
            Reasons = [new("item_item", 900, 90), new("popularity", 100, 5)],
            Trials = [new("configured", "as configured", 0.5, 0.4, 0.6, IsChosen: false), new("pairs", "forward", 0.6, 0.5, 0.7, IsChosen: true)],
            Ranker = RankerReport.None(Settings()),
            Evaluation = [.. Evaluations(value)],
            Comparison = [.. Comparisons(value)],
            Overlaps = [new(0, 10), new(1, 20), new(3, 5)],
            Movements = [new("down", 5), new("entered", 70), new("left", 70), new("same", 3), new("up", 6)],
            Movers = [new(title, "course", 10, 90), new("Another", "video", 80, 20)],
            Foretold =
            [
                new("both", 120, 150, 0.2, 36_000, 40, 10),
                new("neither", 200, 300, 0.6, 72_000, 80, 20),
                new("reference", 40, 50, 0.05, 7_200, 10, 2),
                new("system", 90, 100, 0.15, 18_000, 30, 5),
            ],
            Discoveries =
            [
                new("baseline", "all", 400, 60, 200, 20, 7_200),
                new("baseline", "new", 40, 6, 30, 1, 360),
                new("personalize", "all", 400, 80, 200, 40, 18_000),
                new("personalize", "new", 50, 5, 40, 10, 3_600),
            ],
            Issues = [new("personalize", "an item stands twice in the list", 1, 0, "personalize/part-0:8")],
        };

    public static ReportData WithoutComparison(this ReportData data) =>
        data with
        {
            Evaluation = [.. data.Evaluation.Where(row => row.System != "personalize")],
            Comparison = [],
            Overlaps = [],
            ListPairs = [],
            Movements = [],
            Foretold = [],
            Discoveries = [],
            Movers = [],
            Issues = [],
        };

    /// <summary>As nobody did anything after the run date: what needs no later behaviour stays.</summary>
    public static ReportData WithoutEvaluation(this ReportData data) =>
        data with
        {
            Evaluation = [.. data.Evaluation.Where(row => Reach.Contains(row.Metric))],
            Comparison = [.. data.Comparison.Where(row => row.Verdict == Verdicts.Agreement)],
        };

    /// <summary>All lists empty, as of a run on nothing.</summary>
    public static ReportData Nothing() =>
        Report() with
        {
            Inputs = [],
            Rejections = [],
            Audiences = [],
            Catalogue = [],
            Activities = [],
            Days = [],
            Lists = [],
            Reasons = [],
            Events = new(null, null),
            BusiestUsers = [],
            Evaluation = [],
            Comparison = [],
            Overlaps = [],
            ListPairs = [],
            Movements = [],
            Foretold = [],
            Discoveries = [],
            Movers = [],
            Issues = [],
        };

    private static IEnumerable<ReportData.EvaluationRow> Evaluations(double value) =>
        from system in new[] { "baseline", "personalize", "popularity", "random" }
        from k in new[] { 5, 10, 25 }
        from row in Quality
            .Select(metric => new ReportData.EvaluationRow(system, "all", metric, k, 300, value, value - 0.01, value + 0.01, 0.02, 0.01, 0.03))
            .Concat(
                Reach.Select(metric => new ReportData.EvaluationRow(
                    system,
                    "all",
                    metric,
                    k,
                    300,
                    metric == "user_coverage" ? 1 : value,
                    null,
                    null,
                    null,
                    null,
                    null
                ))
            )
        select row;

    private static IEnumerable<ReportData.ComparisonRow> Comparisons(double value) =>
        from segment in Segments
        from k in new[] { 5, 10, 25 }
        from row in Quality
            .Select(metric => new ReportData.ComparisonRow(
                "baseline",
                "personalize",
                segment,
                metric,
                k,
                300,
                value,
                value + 0.02,
                0.02,
                null,
                0.01,
                0.03,
                0.001,
                0.001,
                Verdicts.For("personalize")
            ))
            .Concat(
                Agreement.Select(metric => new ReportData.ComparisonRow(
                    "baseline",
                    "personalize",
                    segment,
                    metric,
                    k,
                    300,
                    null,
                    null,
                    null,
                    value,
                    value - 0.01,
                    value + 0.01,
                    null,
                    null,
                    Verdicts.Agreement
                ))
            )
        select row;
}
