using SparkReco.Benchmarks.Runs;

namespace SparkReco.Benchmarks.Pages;

/// <summary>The tables of measured processes.</summary>
internal static class RunTables
{
    private const double Megabyte = 1e6;

    /// <summary>The product's runs by stage, with all of it last.</summary>
    public static string Runs(IReadOnlyList<Sample> samples)
    {
        var table = new MarkdownTable(2, "input", "stage", "wall s, best", "median", "CPU s, best", "median", "peak MB", "written MB");
        foreach (var runs in samples.Where(sample => sample.Subject == Subjects.Product).GroupBy(sample => sample.Input))
        {
            foreach (var stage in runs.First().Parts.Select(part => part.Name))
                Add(runs.Key, stage, [.. runs.Select(run => run.Of(stage))]);
            Add(runs.Key, "**all**", [.. runs.Select(run => run.Whole)]);
        }

        return table.ToString();

        void Add(string input, string stage, Cost[] costs)
        {
            var (wall, cpu) = (Spread.Of(costs.Select(cost => cost.Seconds)), Spread.Of(costs.Select(cost => cost.CpuSeconds)));
            var written = Spread.Of(costs.Select(cost => (double)cost.WrittenBytes));
            table.Add(
                input,
                stage,
                $"{wall.Best:0.00}",
                $"{wall.Median:0.00}",
                $"{cpu.Best:0.00}",
                $"{cpu.Median:0.00}",
                $"{costs.Max(cost => cost.PeakBytes) / Megabyte:N0}",
                $"{written.Median / Megabyte:N0}"
            );
        }
    }

    /// <summary>The time of processors from one generated input to the next, of ten times the events; null where there are not two.</summary>
    public static string? Growth(IReadOnlyList<Sample> samples, IReadOnlyList<string> inputs)
    {
        if (inputs.Count < 2)
            return null;
        var pairs = inputs.Zip(inputs.Skip(1)).ToArray();
        var table = new MarkdownTable(1, ["stage", .. pairs.Select(pair => $"{pair.Second} / {pair.First}")]);
        foreach (var stage in Of(inputs[0]).First().Parts.Select(part => part.Name))
            table.Add([stage, .. pairs.Select(pair => Ratio(pair, run => run.Of(stage)))]);
        table.Add(["**all**", .. pairs.Select(pair => Ratio(pair, run => run.Whole))]);
        return table.ToString();

        IEnumerable<Sample> Of(string input) => samples.Where(sample => sample.Subject == Subjects.Product && sample.Input == input);

        string Ratio((string First, string Second) pair, Func<Sample, Cost> cost)
        {
            var (small, large) = (Best(pair.First), Best(pair.Second));
            return small > 0 ? $"{large / small:0.0}" : "";

            double Best(string input) => Spread.Of(Of(input).Select(run => cost(run).CpuSeconds)).Best;
        }
    }

    /// <summary>The product beside others that do the same.</summary>
    public static string Comparisons(IReadOnlyList<Sample> samples)
    {
        var table = new MarkdownTable(
            3,
            "input",
            "part",
            "other",
            "wall s, best",
            "other's",
            "times",
            "times, median",
            "CPU s, best",
            "other's",
            "times",
            "times, median",
            "peak, times"
        );
        Compare("engagement", Subjects.BySql, run => run.Of("engagement"), other => other.Of("engagement"));
        Compare("baseline", Subjects.BySql, run => run.Of("baseline"), other => other.Of("baseline"));
        Compare("all stages", Subjects.BySql, run => run.Whole, other => other.Whole);
        Compare(
            "collect, clean, engagement, without tuning",
            Subjects.Plain,
            run => run.Of("collect", "clean", "engagement"),
            other => other.Whole,
            Subjects.Untuned
        );
        Compare("all stages, without tuning", Subjects.Plain, run => run.Whole, other => other.Whole, Subjects.Untuned);
        Compare("baseline", Subjects.Implicit, run => run.Of("baseline"), other => other.Whole);
        return table.ToString();

        void Compare(string part, string subject, Func<Sample, Cost> ours, Func<Sample, Cost> theirs, string own = Subjects.Product)
        {
            foreach (var turns in samples.Where(sample => sample.Subject == subject).GroupBy(sample => sample.Input))
            {
                var pairs = turns.Select(sample => (Ours: ours(Beside(sample, own)), Theirs: theirs(sample))).ToArray();
                table.Add([
                    turns.Key,
                    part,
                    subject,
                    .. Times(pairs, cost => cost.Seconds),
                    .. Times(pairs, cost => cost.CpuSeconds),
                    $"{Spread.Of(pairs.Select(pair => (double)pair.Theirs.PeakBytes / pair.Ours.PeakBytes)).Median:0.00}",
                ]);
            }
        }

        Sample Beside(Sample other, string own) =>
            samples.Single(sample => sample.Subject == own && sample.Input == other.Input && sample.Repetition == other.Repetition);
    }

    /// <summary>The best of both, the one as a multiple of the other, and the median of such multiples of one turn.</summary>
    private static string[] Times((Cost Ours, Cost Theirs)[] pairs, Func<Cost, double> of)
    {
        var (ours, theirs) = (pairs.Min(pair => of(pair.Ours)), pairs.Min(pair => of(pair.Theirs)));
        var median = Spread.Of(pairs.Select(pair => of(pair.Theirs) / of(pair.Ours))).Median;
        return [$"{ours:0.00}", $"{theirs:0.00}", $"{theirs / ours:0.00}", $"{median:0.00}"];
    }
}
