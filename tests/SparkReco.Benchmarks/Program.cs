using System.CommandLine;
using SparkReco.Benchmarks;
using SparkReco.Benchmarks.Runs;

// The benchmarks start this program again for what is measured in a process of its own.
return args switch
{
    ["by-sql", var configuration, var lake] => await SqlRun.RunAsync(configuration, lake, CancellationToken.None),
    ["plain-script"] => PlainScript.Run(),
    _ => await BenchmarkCommand.Create().Parse(args).InvokeAsync(),
};
