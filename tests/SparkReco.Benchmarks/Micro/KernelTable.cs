using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Engines;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SparkReco.Benchmarks.Pages;

namespace SparkReco.Benchmarks.Micro;

/// <summary>Runs the benchmarks of the kernels, and tells them in units that do not depend on the size of the data.</summary>
internal static class KernelTable
{
    private const double NanosecondsPerSecond = 1e9;

    /// <param name="folder">Where the log goes, and what else BenchmarkDotNet writes.</param>
    public static string Measure(string folder)
    {
        using var log = new StreamLogger(Path.Combine(folder, "kernels.log"));
        var job = Job
            .ShortRun.WithToolchain(InProcessEmitToolchain.Instance)
            .WithStrategy(RunStrategy.Monitoring)
            .WithInvocationCount(1)
            .WithUnrollFactor(1)
            .WithWarmupCount(2)
            .WithIterationCount(5);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(log).WithArtifactsPath(folder);
        var summary = BenchmarkRunner.Run<KernelBenchmarks>(config);
        var table = new MarkdownTable(2, "shape", "kernel", "threads", "s, best", "median", "rate, by the median");
        foreach (var shape in Shape.All)
            Add(table, shape, name => SpreadOf(summary, shape.Name, name));
        var text = $"{string.Join("\n", Shape.All.Select(shape => $"- {Describe(KernelRig.Of(shape.Name))}"))}\n\n{table}";
        KernelRig.CloseAll();
        return text;
    }

    private static string Describe(KernelRig rig)
    {
        var (users, items, uses) = (rig.Shape.UserCount, rig.Shape.ItemCount, rig.UseCount);
        return $"{rig.Shape.Name}: {users:N0} users, {items:N0} items, {uses:N0} uses, so that {100.0 * uses / users / items:0.0#} % are filled";
    }

    private static void Add(MarkdownTable table, Shape shape, Func<string, Spread> measured)
    {
        var rig = KernelRig.Of(shape.Name);
        var (additions, pairs) = Shape.Count(rig.Uses, shape.ItemCount);
        var (sums, neighbors) = (measured(nameof(KernelBenchmarks.Additions)), measured(nameof(KernelBenchmarks.Neighbors)));
        var selection = (neighbors.Median - sums.Median) * NanosecondsPerSecond / pairs;
        var (events, lists) = (measured(nameof(KernelBenchmarks.Events)), measured(nameof(KernelBenchmarks.Lists)));
        var (features, ratings) = (measured(nameof(KernelBenchmarks.Features)), measured(nameof(KernelBenchmarks.Ratings)));
        var onAllCores = measured(nameof(KernelBenchmarks.NeighborsOnAllCores));
        Row("event log", Environment.ProcessorCount, events, $"{rig.EventCount / events.Median / 1e6:0.0} M events/s");
        Row("pairs, sums alone", 1, sums, $"{additions / sums.Median / 1e6:N0} M sums/s of {additions / 1e6:N0} M");
        Row("pairs, 100 neighbours", 1, neighbors, $"{selection:0.0} ns to select, each of {pairs / 1e6:0.0} M pairs");
        Row("pairs, 100 neighbours", Environment.ProcessorCount, onAllCores, $"{additions / onAllCores.Median / 1e6:N0} M sums/s");
        Row("lists", 1, lists, $"{rig.ListCount / lists.Median:N0} users/s");
        Row("candidates, features", 1, features, $"{rig.CandidateCount / features.Median / 1e6:0.00} M candidates/s");
        Row("candidates, 150 trees", 1, ratings, $"{rig.CandidateCount / ratings.Median / 1e6:0.00} M candidates/s");

        void Row(string kernel, int threads, Spread seconds, string rate) =>
            table.Add(shape.Name, kernel, $"{threads}", $"{seconds.Best:0.000}", $"{seconds.Median:0.000}", rate);
    }

    private static Spread SpreadOf(Summary summary, string shape, string benchmark)
    {
        var report = summary.Reports.Single(report =>
            report.BenchmarkCase.Descriptor.WorkloadMethod.Name == benchmark && shape.Equals(report.BenchmarkCase.Parameters["Shape"])
        );
        return report.ResultStatistics is { } seconds
            ? new Spread(seconds.Min / NanosecondsPerSecond, seconds.Median / NanosecondsPerSecond)
            : throw new InvalidOperationException($"the benchmark {benchmark} of {shape} failed: see kernels.log");
    }
}
