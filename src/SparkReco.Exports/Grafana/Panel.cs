namespace SparkReco.Exports.Grafana;

/// <summary>A panel of a dashboard: one query, and how its rows are shown.</summary>
/// <param name="Title">The heading; variables of Grafana stand for what was chosen.</param>
/// <param name="Query">The query, in the data source's words.</param>
/// <param name="Width">How many of the 24 columns of the page it takes.</param>
/// <param name="Height">How many rows, of 30 pixels.</param>
internal sealed record Panel(string Title, string Query, int Width, int Height)
{
    /// <summary>How rows are shown: the id of a plugin of Grafana's.</summary>
    public required string Type { get; init; }

    /// <summary>What the panel says, for people.</summary>
    public string Description { get; init; } = "";

    /// <summary>The unit of columns of which nothing else is said.</summary>
    public string? Unit { get; init; }

    /// <summary>What texts or colours stand for values.</summary>
    public IReadOnlyList<object> Mappings { get; init; } = [];

    /// <summary>What is said of single columns.</summary>
    public IReadOnlyList<object> Overrides { get; init; } = [];

    /// <summary>What the plugin wants to know of columns.</summary>
    public object? Custom { get; init; }

    /// <summary>What the plugin wants to know.</summary>
    public required object Options { get; init; }

    /// <summary>What becomes of the rows before they are shown.</summary>
    public IReadOnlyList<object> Transformations { get; init; } = [];

    /// <summary>A table.</summary>
    public static Panel Table(string title, string query, int width, int height) =>
        new(title, query, width, height)
        {
            Type = "table",
            Custom = new
            {
                Align = "auto",
                CellOptions = new { Type = "auto" },
                Inspect = false,
            },
            Options = new
            {
                ShowHeader = true,
                FrameIndex = 0,
                CellHeight = "sm",
            },
        };

    /// <summary>Lines over time.</summary>
    public static Panel Lines(string title, string query, int width, int height) =>
        new(title, query, width, height)
        {
            Type = "timeseries",
            Custom = new
            {
                LineWidth = 2,
                ShowPoints = "always",
                PointSize = 5,
                SpanNulls = true,
            },
            Options = new { Legend = Legend, Tooltip = new { Mode = "multi", Sort = "none" } },
        };

    /// <summary>Bars beside each other, one group for each row.</summary>
    public static Panel Bars(string title, string query, int width, int height, string over) =>
        new(title, query, width, height)
        {
            Type = "barchart",
            Custom = new { FillOpacity = 80, LineWidth = 1 },
            Options = new
            {
                XField = over,
                Orientation = "auto",
                ShowValue = "auto",
                Stacking = "none",
                GroupWidth = 0.7,
                BarWidth = 0.9,
                FullHighlight = false,
                XTickLabelRotation = 0,
                XTickLabelMaxLength = 24,
                Legend,
                Tooltip = new { Mode = "single", Sort = "none" },
            },
        };

    /// <summary>Large figures.</summary>
    public static Panel Figures(string title, string query, int width, int height) =>
        new(title, query, width, height)
        {
            Type = "stat",
            Options = new
            {
                ReduceOptions = new
                {
                    Values = false,
                    Calcs = new[] { "lastNotNull" },
                    Fields = "",
                },
                Orientation = "vertical",
                TextMode = "value_and_name",
                ColorMode = "value",
                GraphMode = "none",
                JustifyMode = "auto",
                ShowPercentChange = false,
                PercentChangeColorMode = "standard",
                WideLayout = true,
            },
        };

    private static object Legend { get; } = new
    {
        ShowLegend = true,
        DisplayMode = "list",
        Placement = "bottom",
        Calcs = Array.Empty<string>(),
    };
}
