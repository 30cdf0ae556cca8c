namespace SparkReco.Benchmarks.Data;

/// <summary>How much a generated company has of everything.</summary>
internal sealed record CompanySize(int Millions, int Users, int Items)
{
    public static IReadOnlyList<CompanySize> All { get; } = [new(1, 20_000, 5_000), new(10, 200_000, 20_000), new(100, 1_000_000, 50_000)];

    public int Events => Millions * 1_000_000;
}
