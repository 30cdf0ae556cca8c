using BenchmarkDotNet.Attributes;

namespace SparkReco.Benchmarks.Micro;

/// <summary>The kernels of the baseline on data of several shapes.</summary>
public class KernelBenchmarks
{
    private KernelRig? _rig;

    /// <summary>The name of a <see cref="Shape"/>.</summary>
    [Params(Micro.Shape.Dense, Micro.Shape.Oulad, Micro.Shape.Sparse)]
    public string Shape { get; set; } = "";

    private KernelRig Rig => _rig ?? throw new InvalidOperationException("the benchmark is not set up");

    /// <summary>Makes the shape's tables.</summary>
    [GlobalSetup]
    public void SetUp() => _rig = KernelRig.Of(Shape);

    /// <summary>Users, items and events come from the engine's tables into the kernels' memory.</summary>
    [Benchmark]
    public object Events() => Rig.ReadEvents();

    /// <summary>All pairs are added up, and none is kept, on one thread.</summary>
    [Benchmark]
    public object Additions() => Rig.FindPairs(threads: 1, selects: false);

    /// <summary>All pairs are added up, and each item's most similar ones kept, on one thread.</summary>
    [Benchmark]
    public object Neighbors() => Rig.FindPairs(threads: 1, selects: true);

    /// <summary>The same, on all cores.</summary>
    [Benchmark]
    public object NeighborsOnAllCores() => Rig.FindPairs(Environment.ProcessorCount, selects: true);

    /// <summary>Lists of users, on one thread.</summary>
    [Benchmark]
    public int Lists() => Rig.MakeLists();

    /// <summary>The candidates of users with what the ranker knows of them, on one thread.</summary>
    [Benchmark]
    public int Features() => Rig.MakeFeatures();

    /// <summary>The ratings of candidates by trees, on one thread.</summary>
    [Benchmark]
    public long Ratings() => Rig.Rate();
}
