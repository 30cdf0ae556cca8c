using System.Diagnostics;

namespace SparkReco.Benchmarks.Runs;

/// <summary>A folder with raw files, a configuration that names them, and the file of the plain script for them.</summary>
internal sealed record InputFolder(string Name, string Path, string PlainScript);

/// <summary>One measured process: of which repetition, on which files, what ran, and its parts.</summary>
internal sealed record Sample(int Repetition, string Input, string Subject, IReadOnlyList<Part> Parts)
{
    /// <summary>The parts of some names together.</summary>
    public Cost Of(params IReadOnlyCollection<string> names) =>
        Parts.Where(part => names.Contains(part.Name)).Aggregate(Cost.Nothing, (sum, part) => sum + part.Cost);

    public Cost Whole => Parts.Aggregate(Cost.Nothing, (sum, part) => sum + part.Cost);
}

/// <summary>What is measured, each as a process of its own.</summary>
internal static class Subjects
{
    public const string Product = "sparkreco";
    public const string Untuned = "sparkreco without tuning";
    public const string BySql = "the SQL of the models";
    public const string Plain = "plain DuckDB script";
    public const string Implicit = "implicit";

    /// <summary>The program as it is published, which is made by the first to ask.</summary>
    public static string Program { get; } = Publish();

    private static readonly string Benchmarks = typeof(Subjects).Assembly.Location;

    /// <summary>
    /// Measures everything in turns, so that a busy hour of the machine falls on all alike. The SQL and implicit are compared with the product on the
    /// first of the inputs, the plain script on all.
    /// </summary>
    public static async Task<IReadOnlyList<Sample>> MeasureAsync(
        IReadOnlyList<InputFolder> inputs,
        int repetitions,
        bool compares,
        ImplicitJob implicitJob,
        Action<string> tell
    )
    {
        List<Sample> samples = [];
        for (var repetition = 1; repetition <= repetitions; repetition++)
        {
            foreach (var input in inputs)
            {
                var lake = Path.Combine(input.Path, "lake");
                await RunAsync(input, Product, "lake");
                if (compares)
                {
                    await RunAsync(input, Untuned, "lake-untuned", "--set", "baseline=fixed");
                    Add(input, Plain, await MeteredProcess.RunAsync(input.Path, "all", "dotnet", Benchmarks, "plain-script", input.PlainScript));
                }

                if (compares && input == inputs[0])
                {
                    await RunAsync(input, BySql, "lake-by-sql", "--set", "engine.kernels=off");
                    if (implicitJob.IsInstalled)
                        Add(input, Implicit, await implicitJob.RunAsync(input.Path, lake));
                }

                string[] made = ["lake", "lake-untuned", "lake-by-sql", "plain"];
                foreach (var folder in made.Select(name => Path.Combine(input.Path, name)).Where(Directory.Exists))
                    Directory.Delete(folder, recursive: true);
            }

            async Task RunAsync(InputFolder input, string subject, string lake, params string[] settings)
            {
                string[] command = ["dotnet", Program, "run", "--config", "sparkreco.json", "--lake", lake, .. settings];
                Add(input, subject, await MeteredProcess.RunAsync(input.Path, "publish", command));
            }

            void Add(InputFolder input, string subject, IReadOnlyList<Part> parts)
            {
                samples.Add(new Sample(repetition, input.Name, subject, parts));
                var whole = samples[^1].Whole;
                tell($"{repetition} of {repetitions}: {subject} on {input.Name}: {whole.Seconds:0.0} s, {whole.CpuSeconds:0.0} s of processors");
            }
        }

        return samples;
    }

    private static string Publish()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "published");
        using var publishing = Process.Start(
            new ProcessStartInfo("dotnet", ["publish", Path.Combine(BenchmarkCommand.Root(), "src", "SparkReco.Cli"), "-c", "Release", "-o", folder])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
            }
        )!;
        var output = publishing.StandardOutput.ReadToEnd();
        publishing.WaitForExit();
        return publishing.ExitCode == 0 ? Path.Combine(folder, "SparkReco.Cli.dll") : throw new InvalidOperationException(output);
    }
}
