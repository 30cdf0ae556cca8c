namespace SparkReco.Reports.Charts;

/// <summary>The style that charts expect, to be put once into a page. A page themes charts by setting the custom properties.</summary>
public static class ChartStyle
{
    /// <summary>Colours that name something: series repeat them after this many.</summary>
    public const int ColourCount = 8;

    /// <summary>The colour of what belongs to no system.</summary>
    public const int Neutral = -1;

    /// <summary>The colour of what went wrong.</summary>
    public const int Wrong = -2;

    /// <summary>
    /// Rules for all charts, with colours for light and dark. Neighbours differ in lightness too, for those who see fewer colours; the first two
    /// are the blue and the orange that all can tell apart.
    /// </summary>
    public static string Css { get; } =
        """
            :root {
              color-scheme: light dark;
              --chart-text: light-dark(#1b2430, #e8ecf1);
              --chart-muted: light-dark(#586473, #a3b0be);
              --chart-grid: light-dark(#e3e7ec, #333c47);
              --chart-axis: light-dark(#8a95a3, #6c7886);
              --chart-on-fill: light-dark(#ffffff, #10161d);
              --chart-card: light-dark(#ffffff, #182029);
              --chart-1: light-dark(#2a64ad, #7db1f0);
              --chart-2: light-dark(#c2500a, #f5a35c);
              --chart-3: light-dark(#17705f, #5fcbb4);
              --chart-4: light-dark(#7c8794, #8e9aa8);
              --chart-5: light-dark(#7a45b0, #c5a3f0);
              --chart-6: light-dark(#a82a4e, #f08aa6);
              --chart-7: light-dark(#67691c, #d2d66f);
              --chart-8: light-dark(#0f6f8f, #6fd0ee);
              --chart-even: light-dark(#5f6b79, #a3b0be);
              --chart-wrong: light-dark(#a3262c, #f08c8c);
            }
            .chart { display: block; width: 100%; height: auto; }
            .chart text { font: 13px system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: var(--chart-text); }
            .chart .chart-label { paint-order: stroke; stroke: var(--chart-card); stroke-width: 4px; stroke-linejoin: round; }
            .chart .chart-value { font-variant-numeric: tabular-nums; }
            .chart .chart-muted, .chart .chart-tick, .chart .chart-small { fill: var(--chart-muted); }
            .chart .chart-tick { font-size: 12px; font-variant-numeric: tabular-nums; }
            .chart .chart-small { font-size: 11px; font-variant-numeric: tabular-nums; }
            .chart .chart-on-fill { fill: var(--chart-on-fill); font-size: 12px; font-weight: 600; }
            .chart-grid { stroke: var(--chart-grid); stroke-width: 1; }
            .chart-axis { stroke: var(--chart-axis); stroke-width: 1; }
            .chart-mark { stroke: var(--chart-muted); stroke-width: 1; stroke-dasharray: 4 3; }
            .chart-whisker { stroke: var(--chart-text); stroke-width: 1.25; }
            .chart-empty { fill: none; stroke: var(--chart-grid); }
            .chart-line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
            .chart-area { opacity: 0.15; }
            .chart-interval { stroke-width: 2.5; stroke-linecap: round; }
            .chart-hollow { fill: var(--chart-card); stroke: var(--chart-even); stroke-width: 1.75; }
            .chart-fill-even { fill: var(--chart-even); } .chart-line-even { stroke: var(--chart-even); }
            .chart-fill-wrong { fill: var(--chart-wrong); } .chart-line-wrong { stroke: var(--chart-wrong); }

            """
        + string.Join(
            "\n",
            Enumerable
                .Range(1, ColourCount)
                .Select(i =>
                    $".chart-fill-{i} {{ fill: var(--chart-{i}); }} .chart-line-{i} {{ stroke: var(--chart-{i}); }} .system-{i} {{ --system: var(--chart-{i}); }}"
                )
        );

    internal static string Fill(int colour) => $"chart-fill-{Name(colour)}";

    internal static string Stroke(int colour) => $"chart-line chart-line-{Name(colour)}";

    /// <summary>Sets the property <c>--system</c> to the colour.</summary>
    internal static string System(int colour) => $"system-{Name(colour)}";

    private static string Name(int colour) =>
        colour switch
        {
            Neutral => "even",
            Wrong => "wrong",
            _ => $"{colour % ColourCount + 1}",
        };
}
