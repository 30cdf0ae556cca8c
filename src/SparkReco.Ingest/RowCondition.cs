namespace SparkReco.Ingest;

/// <summary>What a column of a row must hold for the row to be read. An empty text stands for no value.</summary>
public sealed record RowCondition
{
    /// <summary>The texts of which the column has one; null is any.</summary>
    public IReadOnlyList<string>? Is { get; init; }

    /// <summary>The texts of which the column has none; null is any.</summary>
    public IReadOnlyList<string>? IsNot { get; init; }
}
