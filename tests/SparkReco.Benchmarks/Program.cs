using SparkReco.Benchmarks;
using SparkReco.Benchmarks.Runs;

// The benchmarks start this program again for the script, which is measured in a process of its own.
return args is ["plain-script"] ? PlainScript.Run() : await BenchmarkCommand.Create().Parse(args).InvokeAsync();
