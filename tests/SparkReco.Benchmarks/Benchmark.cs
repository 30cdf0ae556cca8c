using System.Text;
using SparkReco.Benchmarks.Data;
using SparkReco.Benchmarks.Lists;
using SparkReco.Benchmarks.Micro;
using SparkReco.Benchmarks.Pages;
using SparkReco.Benchmarks.Runs;
using SparkReco.Benchmarks.Sinks;

namespace SparkReco.Benchmarks;

/// <summary>Measures what is asked for, prints the result, and writes it to the page.</summary>
internal static class Benchmark
{
    private const int Seed = 1;

    public static async Task<int> RunAsync(BenchmarkOptions options, TimeProvider clock)
    {
        var folder = Directory.CreateTempSubdirectory("sparkreco-benchmarks-").FullName;
        try
        {
            var page = new StringBuilder("# Benchmarks\n\n")
                .Append("Written by [tests/SparkReco.Benchmarks](../tests/SparkReco.Benchmarks/README.md), which tells what is measured and how.\n\n")
                .Append($"{Machine.Describe(clock.GetUtcNow())}.\n");
            if (Machine.Load() is > 1 and var load)
                page.Append($"\n**The machine was shared**: {load:0} other processes wanted a core at the beginning. Ratios say more than times.\n");
            if ((options.Parts & (BenchmarkParts.Runs | BenchmarkParts.Against)) != BenchmarkParts.None)
                await AddRunsAsync(page, options, folder, clock);
            if (options.Parts.HasFlag(BenchmarkParts.Kernels))
                page.Append("\n## Kernels\n\n").Append(KernelTable.Measure(folder));
            if (options.Parts.HasFlag(BenchmarkParts.Sinks))
                page.Append(await SinkFigures.MeasureAsync(folder, options.Repetitions, clock));
            if (options.Parts.HasFlag(BenchmarkParts.Lists))
                page.Append(await ListFigures.MeasureAsync(folder, options.Repetitions, clock));
            await File.WriteAllTextAsync(options.Page, page.ToString());
            Console.Write(page);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task AddRunsAsync(StringBuilder page, BenchmarkOptions options, string folder, TimeProvider clock)
    {
        var generated = options.Sizes.Select(size => Generate(folder, size, clock)).ToArray();
        var inputs = options.Oulad is { } oulad ? [.. generated, Link(folder, oulad)] : generated;
        var compares = options.Parts.HasFlag(BenchmarkParts.Against);
        var implicitJob = new ImplicitJob(options.Python);
        var samples = await Subjects.MeasureAsync(inputs, options.Repetitions, compares, implicitJob, Console.Error.WriteLine);
        page.Append($"\n## Whole runs, by stage\n\nBest and median of {options.Repetitions}.\n\n").Append(RunTables.Runs(samples));
        if (RunTables.Growth(samples, [.. generated.Select(input => input.Name)]) is { } growth)
            page.Append("\n## Growth\n\nThe time of processors for ten times the events, as a multiple.\n\n").Append(growth);
        if (!compares)
            return;
        page.Append("\n## Beside others\n\nWhat the other takes, as a multiple of what SparkReco takes for the same, measured in turns.\n\n")
            .Append(RunTables.Comparisons(samples));
        if (!implicitJob.IsInstalled)
            page.Append("\nThe Python package implicit was not installed, and is left out.\n");
    }

    private static InputFolder Generate(string folder, CompanySize size, TimeProvider clock)
    {
        var input = new InputFolder($"{size.Millions} M events", Path.Combine(folder, $"{size.Millions}m"), "plain.sql");
        var started = clock.GetTimestamp();
        CompanyFiles.Write(input.Path, new Company(size, Seed));
        Console.Error.WriteLine($"generated {input.Name} in {clock.GetElapsedTime(started).TotalSeconds:0.0} s");
        return input;
    }

    /// <summary>OULAD's files where its example's configuration looks for them.</summary>
    private static InputFolder Link(string folder, string oulad)
    {
        var input = new InputFolder("OULAD", Path.Combine(folder, "oulad"), "plain_oulad.sql");
        Directory.CreateDirectory(input.Path);
        File.Copy(Path.Combine(BenchmarkCommand.Root(), "examples", "oulad", "sparkreco.json"), Path.Combine(input.Path, "sparkreco.json"));
        Directory.CreateSymbolicLink(Path.Combine(input.Path, "data"), Path.GetFullPath(oulad));
        return input;
    }
}
