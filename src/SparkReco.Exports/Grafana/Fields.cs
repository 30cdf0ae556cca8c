using SparkReco.Experiments;
using SparkReco.Metrics;

namespace SparkReco.Exports.Grafana;

/// <summary>How columns of a query are shown: the configuration of fields, as Grafana's classic dashboards have it.</summary>
internal static class Fields
{
    /// <summary>Colours mean systems, as in the report: the reference and the one compared with it.</summary>
    public const string ReferenceColor = "#6B8BBB";

    /// <inheritdoc cref="ReferenceColor"/>
    public const string SystemColor = "#D97B29";

    private const string QuietColor = "#7F8B99";

    /// <summary>Grafana's unit for a metric's.</summary>
    public static string UnitOf(MetricUnit unit) =>
        unit switch
        {
            MetricUnit.Share or MetricUnit.Change => "percentunit",
            MetricUnit.Minutes => "m",
            _ => "none",
        };

    /// <summary>Metrics by the names that sentences have.</summary>
    public static object MetricTitleMapping { get; } =
        Property("mappings", new[] { Mapping(MetricList.All.ToDictionary(metric => metric.Name, metric => (object)new { Text = metric.Title })) });

    /// <summary>The column <c>metric</c> by the names that sentences have.</summary>
    public static object MetricTitles { get; } = Named("metric", MetricTitleMapping);

    /// <summary>The same of metrics of lists that were shown.</summary>
    public static object ShownMetricTitles { get; } =
        Named(
            "metric",
            Property(
                "mappings",
                new[] { Mapping(ExperimentMetric.All.ToDictionary(metric => metric.Name, metric => (object)new { Text = metric.Title })) }
            )
        );

    /// <summary>The columns of the two systems, by the systems' own names.</summary>
    public static IReadOnlyList<object> Systems { get; } =
    [
        Named("reference_value", Property("displayName", "${reference}"), Fixed(ReferenceColor)),
        Named("system_value", Property("displayName", "${system}"), Fixed(SystemColor)),
    ];

    /// <summary>Outcomes in words, on the colour of the system that is better.</summary>
    public static object Outcomes { get; } =
        Mapping(
            new Dictionary<string, object>
            {
                ["1"] = new
                {
                    Text = "better",
                    Color = SystemColor,
                    Index = 0,
                },
                ["0"] = new
                {
                    Text = "no clear difference",
                    Color = QuietColor,
                    Index = 1,
                },
                ["-1"] = new
                {
                    Text = "worse",
                    Color = ReferenceColor,
                    Index = 2,
                },
            }
        );

    /// <summary>What is said of one column.</summary>
    public static object Named(string column, params object[] properties) =>
        new { Matcher = new { Id = "byName", Options = column }, Properties = properties };

    /// <summary>What is said of columns whose names fit a pattern.</summary>
    public static object Like(string pattern, params object[] properties) =>
        new { Matcher = new { Id = "byRegexp", Options = $"/{pattern}/" }, Properties = properties };

    /// <summary>A property of a column.</summary>
    public static object Property(string id, object value) => new { Id = id, Value = value };

    /// <summary>Columns in parts of a whole, written in percent.</summary>
    public static object Percent(string pattern) => Like(pattern, Property("unit", "percentunit"), Property("decimals", 1));

    /// <summary>The area between the columns <c>from</c> and <c>to</c>, behind a line.</summary>
    public static IReadOnlyList<object> Interval { get; } =
    [
        Like("^(from|to)$", Property("custom.lineWidth", 0), Property("custom.showPoints", "never"), Fixed(QuietColor)),
        Named("to", Property("custom.fillBelowTo", "from"), Property("custom.fillOpacity", 25)),
    ];

    /// <summary>One colour.</summary>
    public static object Fixed(string color) => Property("color", new { Mode = "fixed", FixedColor = color });

    /// <summary>Texts in the place of values.</summary>
    private static object Mapping(IReadOnlyDictionary<string, object> texts) => new { Type = "value", Options = texts };
}
