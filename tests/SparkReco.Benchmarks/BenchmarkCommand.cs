using System.CommandLine;
using SparkReco.Benchmarks.Data;

namespace SparkReco.Benchmarks;

/// <summary>The command line of the benchmarks.</summary>
internal static class BenchmarkCommand
{
    public static RootCommand Create()
    {
        var events = new Option<string>("--events")
        {
            Description = "Millions of generated events: some of 1, 10 and 100.",
            HelpName = "1,10",
            DefaultValueFactory = _ => "1",
        };
        events.Validators.Add(result =>
        {
            if (SizesOf(result.GetValue(events)!).Contains(null))
                result.AddError($"--events: there are {string.Join(", ", CompanySize.All.Select(size => size.Millions))} million");
        });
        var oulad = new Option<string?>("--oulad") { Description = "The folder with the files of OULAD.", HelpName = "FOLDER" };
        var repetitions = new Option<int>("--repetitions") { Description = "How often each run is measured.", DefaultValueFactory = _ => 3 };
        var parts = new Option<string>("--parts")
        {
            Description = "What is measured: some of runs, against, kernels, sinks and lists; against means runs, too.",
            HelpName = "runs,against,kernels,sinks,lists",
            DefaultValueFactory = _ => "runs,against,kernels",
        };
        var python = new Option<string>("--python")
        {
            Description = "The Python that has the package implicit.",
            DefaultValueFactory = _ => "python3",
        };
        var page = new Option<string>("--page")
        {
            Description = "The Markdown file of the result.",
            HelpName = "FILE",
            DefaultValueFactory = _ => Path.Combine(Root(), "docs", "benchmarks.md"),
        };
        var command = new RootCommand("Measures SparkReco: whole runs by stage, kernels, and others that do the same.")
        {
            events,
            oulad,
            repetitions,
            parts,
            python,
            page,
        };
        command.SetAction(parsed =>
            Benchmark.RunAsync(
                new BenchmarkOptions(
                    [.. SizesOf(parsed.GetValue(events)!).OfType<CompanySize>().OrderBy(size => size.Millions)],
                    parsed.GetValue(oulad),
                    parsed.GetValue(repetitions),
                    Enum.Parse<BenchmarkParts>(parsed.GetValue(parts)!, ignoreCase: true),
                    parsed.GetValue(python)!,
                    Path.GetFullPath(parsed.GetValue(page)!)
                ),
                TimeProvider.System
            )
        );
        return command;
    }

    private static IEnumerable<CompanySize?> SizesOf(string millions) =>
        millions.Split(',').Select(number => CompanySize.All.SingleOrDefault(size => $"{size.Millions}" == number));

    /// <summary>The folder of the repository.</summary>
    public static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "SparkReco.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("the benchmarks are not in the repository");
        return folder;
    }
}
