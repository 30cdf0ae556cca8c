namespace SparkReco.Benchmarks.Data;

/// <summary>How much a generated company has of everything, and the memory of the engine that its events ask for.</summary>
internal sealed record CompanySize(int Millions, int Users, int Items, int MemoryMegabytes)
{
    public static IReadOnlyList<CompanySize> All { get; } =
    [new(1, 20_000, 5_000, 1_400), new(10, 200_000, 20_000, 1_400), new(100, 1_000_000, 50_000, 8_000)];

    public int Events => Millions * 1_000_000;
}
