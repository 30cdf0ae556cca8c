using SparkReco.Configuration;
using SparkReco.Ingest;
using SparkReco.Judging;
using SparkReco.Metrics;
using SparkReco.Reports;
using SparkReco.Reports.Charts;
using Spectre.Console;

namespace SparkReco.Cli.Commands;

/// <summary>A comparison as text of 80 columns: who is better, headline metrics first, then how alike the lists are.</summary>
internal static class ComparisonText
{
    private const int Columns = 80;

    // Two names, the better one again and the widest figures of all metrics take 80 columns.
    private const int MostOfName = 10;
    private const string None = "–";

    /// <summary>Which rows are wanted; what is not named is as a reader wants it first.</summary>
    /// <param name="Pair">The pair; null is the main one.</param>
    /// <param name="Metrics">The metrics; none are all.</param>
    /// <param name="Segments">The segments; none are all users.</param>
    /// <param name="Cutoffs">The list lengths; none are the main one.</param>
    /// <param name="IsAll">Whether those not named are all.</param>
    internal sealed record Filter(string? Pair, IReadOnlyList<string> Metrics, IReadOnlyList<string> Segments, IReadOnlyList<int> Cutoffs, bool IsAll)
    {
        /// <summary>Whether nothing but perhaps the pair is named.</summary>
        public bool IsEmpty => Metrics.Count == 0 && Segments.Count == 0 && Cutoffs.Count == 0;
    }

    /// <summary>The rows that are wanted, in the order in which they are shown.</summary>
    /// <exception cref="ConfigurationException">A name that the comparison does not have; the message says which it has.</exception>
    public static IReadOnlyList<ReportData.ComparisonRow> Choose(ReportData data, Filter filter)
    {
        var pair = PairOf(data, filter);
        var rows = data.Comparison.Where(row => row.Reference == pair.Reference && row.System == pair.System).ToArray();
        Check("--metric", filter.Metrics, rows.Select(row => row.Metric));
        Check("--segment", filter.Segments, rows.Select(row => row.Segment));
        Check("--k", filter.Cutoffs.Select(k => $"{k}"), rows.Select(row => $"{row.K}"));
        var order = Segments(rows);
        return
        [
            .. rows.Where(row => filter.Metrics.Count == 0 || filter.Metrics.Contains(row.Metric))
                .Where(row => filter.Segments.Count > 0 ? filter.Segments.Contains(row.Segment) : filter.IsAll || row.Segment == "all")
                .Where(row => filter.Cutoffs.Count > 0 ? filter.Cutoffs.Contains(row.K) : filter.IsAll || row.K == data.MainCutoff)
                .OrderBy(row => row.Agreement is not null)
                .ThenBy(row => order.IndexOf(row.Segment))
                .ThenBy(row => row.K == data.MainCutoff ? 0 : row.K)
                .ThenBy(row => MetricList.Of(row.Metric).Headline is null)
                .ThenBy(row => MetricList.All.TakeWhile(metric => metric.Name != row.Metric).Count()),
        ];
    }

    /// <summary>The pair that is wanted.</summary>
    public static SystemPair PairOf(ReportData data, Filter filter)
    {
        if (filter.Pair is null)
            return data.Pair;
        Check("--pair", [filter.Pair], data.Comparison.Select(row => $"{new SystemPair(row.Reference, row.System)}"));
        return SystemPair.Parse(filter.Pair)!;
    }

    /// <summary>The comparison for programs.</summary>
    public static object Twin(ReportData data, IEnumerable<ReportData.ComparisonRow> rows) =>
        new
        {
            data.RunId,
            data.RunDate,
            Baseline = data.Settings.BaselineName,
            data.Settings.Comparison.ConfidencePercent,
            Comparison = rows.Select(Twin),
        };

    /// <summary>A row for programs.</summary>
    public static object Twin(ReportData.ComparisonRow row) =>
        new
        {
            row.Reference,
            row.System,
            row.Segment,
            row.Metric,
            row.K,
            UserCount = row.Users,
            row.ReferenceValue,
            row.SystemValue,
            row.Difference,
            row.Agreement,
            CiLow = row.Low,
            CiHigh = row.High,
            row.PValue,
            row.AdjustedPValue,
            GainedCount = row.Gained,
            LostCount = row.Lost,
            DetectableDifference = row.Detectable,
            row.UsersNeeded,
            row.Verdict,
        };

    /// <summary>Writes the rows, block by block, and what they mean.</summary>
    public static void Write(IAnsiConsole console, ReportData data, Filter filter, IReadOnlyList<ReportData.ComparisonRow> rows)
    {
        var pair = PairOf(data, filter);
        foreach (var block in rows.GroupBy(row => (row.Segment, row.K, IsAgreement: row.Agreement is not null)))
        {
            var what = block.Key.IsAgreement ? "How alike the lists are" : "Who is better";
            Line(
                console,
                $"{what}: {Words.Segment(block.Key.Segment)} ({block.Max(row => row.Users):N0}{(block.Key.IsAgreement ? " with both lists" : "")}), first {block.Key.K}"
            );
            Write(console, block.Key.IsAgreement ? Alike(block, data) : Better(block, pair, data));
            console.WriteLine();
        }

        var level = data.Settings.Comparison.ConfidencePercent;
        if (rows.Any(row => row.Difference is not null))
        {
            Line(
                console,
                StandIn.Named(
                    data.Settings.Personalize.IsStandIn,
                    $"Difference: {Words.Name(pair.System)} less {Words.Name(pair.Reference)}, with its {level} % interval."
                )
            );
            Line(
                console,
                $"Better: named where the interval leaves out 0 and the p-value, corrected for being one of many (Holm), is at most {100 - level} %; {None} is no evidence of a difference, ? too few users."
            );
        }

        if (data.Files is null && rows.Any(row => row.Agreement is null))
            Line(console, $"Watch minutes, completions and likes are of the {data.JudgedDays} days judged; the report has them a month.");
        if (rows.Any(row => row.Agreement is not null))
            Line(console, "Kendall and footrule are distances: 0 % is the same order.");
        var others = data.Comparison.Where(row => row.Reference == pair.Reference && row.System == pair.System).ToArray();
        var (segments, cutoffs) = (others.Select(row => row.Segment).Distinct().Count(), others.Select(row => row.K).Distinct().Order().ToArray());
        if (filter.IsEmpty && !filter.IsAll && (segments > 1 || cutoffs.Length > 1))
            Line(
                console,
                $"--all shows {(segments > 1 ? $"{segments - 1} segments and " : "")}the list lengths {string.Join(", ", cutoffs)}; --metric, --segment, --k and --pair choose."
            );
    }

    /// <summary>Every system by the headline metrics, side by side.</summary>
    public static void WriteSystems(IAnsiConsole console, ReportData data)
    {
        var metrics = data.Headlines();
        var systems = data.PairsCompared().SelectMany(pair => new[] { pair.Reference, pair.System }).Distinct().ToArray();
        console.WriteLine();
        Line(console, $"All of them: all users, first {data.MainCutoff}");
        Write(
            console,
            systems
                .Select(system =>
                    metrics.Select(metric => Text(data.Evaluated(system, metric.Name)?.Value, metric.Format)).Prepend(Name(data, system))
                )
                .Prepend(metrics.Select(metric => metric.Title).Prepend(""))
                .Select(row => row.ToArray())
        );
    }

    /// <summary>A text, broken into lines that fit.</summary>
    public static void Line(IAnsiConsole console, string text) => console.WriteText(text, Columns);

    private static IEnumerable<string[]> Better(IEnumerable<ReportData.ComparisonRow> rows, SystemPair pair, ReportData data) =>
        rows.Select(row =>
            {
                var metric = MetricList.Of(row.Metric);
                return new[]
                {
                    metric.Title,
                    Text(row.ReferenceValue, metric.Format),
                    Text(row.SystemValue, metric.Format),
                    Text(row.Difference, metric.Signed),
                    Interval(row, metric.Signed),
                    row.Verdict == Verdicts.TooFewUsers ? "?"
                    : row.Verdict == Verdicts.NotClear ? None
                    : Name(data, row.Verdict == Verdicts.For(pair.System) ? pair.System : pair.Reference),
                };
            })
            .Prepend(["", Name(data, pair.Reference), Name(data, pair.System), "diff.", "interval", "better"]);

    private static IEnumerable<string[]> Alike(IEnumerable<ReportData.ComparisonRow> rows, ReportData data) =>
        rows.Select(row =>
            {
                var metric = MetricList.Of(row.Metric);
                return new[] { metric.Title, Text(row.Agreement, metric.Format), Interval(row, metric.Format) };
            })
            .Prepend(["", "mean", $"{data.Settings.Comparison.ConfidencePercent} % interval"]);

    /// <summary>Rows of cells in columns that are as wide as they need, numbers at the right.</summary>
    public static void Write(IAnsiConsole console, IEnumerable<string[]> cells)
    {
        var rows = cells.ToArray();
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            console.WriteLine(
                " "
                    + string.Join(
                            "  ",
                            row.Select((cell, column) => column == 0 || column == 5 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))
                        )
                        .TrimEnd()
            );
    }

    private static string Name(ReportData data, string system)
    {
        var name =
            system != Systems.Personalize ? VisibleText.Of(Words.System(system))
            : data.Settings.Personalize.IsStandIn ? "Local P."
            : "Amazon";
        return name.Length <= MostOfName ? name : name[..(MostOfName - 1)] + "…";
    }

    private static string Text(double? value, ValueFormat format) => value is { } number && double.IsFinite(number) ? format.Text(number) : None;

    private static string Interval(ReportData.ComparisonRow row, ValueFormat format) =>
        row is { Low: { } low, High: { } high } ? $"{format.Number(low)} to {format.Number(high)}" : None;

    private static List<string> Segments(IEnumerable<ReportData.ComparisonRow> rows) =>
        [.. rows.Select(row => row.Segment).Distinct().OrderBy(segment => segment != "all").ThenBy(segment => segment, StringComparer.Ordinal)];

    private static void Check(string option, IEnumerable<string> given, IEnumerable<string> known)
    {
        var names = known.Distinct().ToArray();
        if (given.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ConfigurationException(
                $"{option} {unknown}: the comparison has {string.Join(", ", names.Take(40))}{NearestName.Hint(unknown, names)}"
            );
    }
}
