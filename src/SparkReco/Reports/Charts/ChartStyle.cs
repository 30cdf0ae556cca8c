namespace SparkReco.Reports.Charts;

/// <summary>The style that charts expect, to be put once into a page. A page themes charts by setting the custom properties.</summary>
public static class ChartStyle
{
    /// <summary>Series repeat their colours after this many.</summary>
    public const int ColourCount = 6;

    /// <summary>Rules for all charts, with colours for light and dark.</summary>
    public const string Css = """
        :root {
          color-scheme: light dark;
          --chart-text: light-dark(#1f2933, #e6eaef);
          --chart-muted: light-dark(#5f6b7a, #9aa7b5);
          --chart-grid: light-dark(#e3e7ec, #333c47);
          --chart-axis: light-dark(#8a95a3, #6c7886);
          --chart-on-fill: light-dark(#ffffff, #10161d);
          --chart-1: light-dark(#51709a, #8aa8d0);
          --chart-2: light-dark(#c2570c, #f2a15f);
          --chart-3: light-dark(#23806f, #63c2b0);
          --chart-4: light-dark(#7a55a8, #b99be0);
          --chart-5: light-dark(#a83a4c, #ea8796);
          --chart-6: light-dark(#6b6f2c, #c3c773);
          --chart-even: light-dark(#6b7785, #9aa7b5);
        }
        .chart { display: block; width: 100%; max-width: 700px; height: auto; }
        .chart text { font: 13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: var(--chart-text); }
        .chart .chart-value { font-variant-numeric: tabular-nums; }
        .chart .chart-muted, .chart .chart-tick { fill: var(--chart-muted); }
        .chart .chart-tick { font-size: 12px; font-variant-numeric: tabular-nums; }
        .chart .chart-strong { font-weight: 600; }
        .chart .chart-on-fill { fill: var(--chart-on-fill); font-size: 12px; font-weight: 600; }
        .chart .chart-grid { stroke: var(--chart-grid); stroke-width: 1; }
        .chart .chart-axis { stroke: var(--chart-axis); stroke-width: 1; }
        .chart .chart-mark { stroke: var(--chart-muted); stroke-width: 1; stroke-dasharray: 4 3; }
        .chart .chart-whisker { stroke: var(--chart-text); stroke-width: 1.25; }
        .chart .chart-empty { fill: none; stroke: var(--chart-grid); }
        .chart .chart-fill-1 { fill: var(--chart-1); } .chart .chart-line-1 { stroke: var(--chart-1); }
        .chart .chart-fill-2 { fill: var(--chart-2); } .chart .chart-line-2 { stroke: var(--chart-2); }
        .chart .chart-fill-3 { fill: var(--chart-3); } .chart .chart-line-3 { stroke: var(--chart-3); }
        .chart .chart-fill-4 { fill: var(--chart-4); } .chart .chart-line-4 { stroke: var(--chart-4); }
        .chart .chart-fill-5 { fill: var(--chart-5); } .chart .chart-line-5 { stroke: var(--chart-5); }
        .chart .chart-fill-6 { fill: var(--chart-6); } .chart .chart-line-6 { stroke: var(--chart-6); }
        .chart .chart-line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .chart .chart-area { opacity: 0.15; }
        .chart .chart-interval { stroke-width: 3; stroke-linecap: round; }
        .chart .chart-fill-even { fill: var(--chart-even); } .chart .chart-line-even { stroke: var(--chart-even); }
        """;

    internal static string Fill(int series) => $"chart-fill-{series % ColourCount + 1}";

    internal static string Stroke(int series) => $"chart-line chart-line-{series % ColourCount + 1}";
}
