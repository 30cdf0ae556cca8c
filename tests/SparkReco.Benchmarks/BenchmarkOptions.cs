using SparkReco.Benchmarks.Data;

namespace SparkReco.Benchmarks;

/// <summary>The parts of the benchmarks.</summary>
[Flags]
internal enum BenchmarkParts
{
    None = 0,

    /// <summary>Whole runs of the product.</summary>
    Runs = 1,

    /// <summary>The product beside others.</summary>
    Against = 2,

    /// <summary>The kernels.</summary>
    Kernels = 4,

    /// <summary>Publishing to databases.</summary>
    Sinks = 8,

    /// <summary>Comparing lists from files.</summary>
    Lists = 16,
}

/// <summary>What is measured, and where the result goes.</summary>
/// <param name="Sizes">Generated companies.</param>
/// <param name="Oulad">The folder of OULAD's files; null for none.</param>
/// <param name="Repetitions">How often each run is measured.</param>
/// <param name="Parts">What is measured.</param>
/// <param name="Python">The command of Python.</param>
/// <param name="Page">The file of the result.</param>
internal sealed record BenchmarkOptions(
    IReadOnlyList<CompanySize> Sizes,
    string? Oulad,
    int Repetitions,
    BenchmarkParts Parts,
    string Python,
    string Page
);
