using SparkReco.Benchmarks;
using SparkReco.Benchmarks.Runs;

// The benchmarks start this program again for the script, which is measured in a process of its own.
return args is ["plain-script", var script] ? PlainScript.Run(script) : await BenchmarkCommand.Create().Parse(args).InvokeAsync();
