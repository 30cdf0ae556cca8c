using SparkReco.Models;

namespace SparkReco.Metrics;

/// <summary>What a metric looks at.</summary>
public enum MetricFamily
{
    /// <summary>How well a user's list foretold what the user did; a column of <c>recommendation_quality</c>.</summary>
    Accuracy,

    /// <summary>How much the user did with what the list foretold; a column of <c>recommendation_quality</c>.</summary>
    Engagement,

    /// <summary>How alike a user's two lists are; a column of <c>recommendation_overlap</c>.</summary>
    Agreement,

    /// <summary>What all lists of a system show, whether the user is judged or not.</summary>
    BeyondAccuracy,
}

/// <summary>Which direction is better or, of an agreement, nearer to the same list.</summary>
public enum Direction
{
    /// <summary>The higher of two values.</summary>
    Higher,

    /// <summary>The lower of two values.</summary>
    Lower,
}

/// <summary>What the values are counted in, which decides how they are written.</summary>
public enum MetricUnit
{
    /// <summary>A part of a whole, 0 to 1, written in percent.</summary>
    Share,

    /// <summary>A number from 0 to 1 that is no part of anything.</summary>
    Score,

    /// <summary>Minutes.</summary>
    Minutes,

    /// <summary>Bits of information.</summary>
    Bits,

    /// <summary>Things, on average.</summary>
    Count,

    /// <summary>A change, as a part of what there was before: 1 is twice as much.</summary>
    Change,
}

/// <summary>
/// A metric: all that contracts, judges, reports and documents know of it. What it is computed by stands in the SQL of its table; the value of
/// many users is the mean over them.
/// </summary>
/// <param name="Name">The name in tables and documents.</param>
/// <param name="Family">What it looks at, and so which table has its column.</param>
/// <param name="Title">The name in sentences.</param>
/// <param name="Unit">What its values are counted in.</param>
/// <param name="Meaning">What it says, in a sentence for people who know no statistics.</param>
/// <param name="Definition">How it is computed for one user, exactly; the meaning of its column.</param>
public sealed record Metric(string Name, MetricFamily Family, string Title, MetricUnit Unit, string Meaning, string Definition)
{
    /// <summary>The paper that defines it; nothing where the definition needs none.</summary>
    public string Source { get; init; } = "";

    /// <summary>Which values are better.</summary>
    public Direction Better { get; init; } = Direction.Higher;

    /// <summary>
    /// What the figure is, in words with <c>{k}</c> for the list length, of the metrics that the headline, the findings and the advice look at.
    /// There is one at least of each family that tells who is better.
    /// </summary>
    public string? Headline { get; init; }

    /// <summary>Whether it is computed at the list length that headlines speak of, alone.</summary>
    public bool IsOfMainCutoff { get; init; }

    /// <summary>The column's name where it is not the metric's.</summary>
    public string? ColumnName { get; init; }

    /// <summary>The type of the column in the table of users: a double, or whole numbers of <see cref="ColumnUnit"/>.</summary>
    public ColumnType ColumnType { get; init; } = ColumnType.Double;

    /// <summary>What a unit of the column is worth in units of the metric.</summary>
    public double ColumnUnit { get; init; } = 1;

    /// <summary>The column in the table of users.</summary>
    public Column Column => new(ColumnName ?? Name, ColumnType, Source.Length == 0 ? Definition : $"{Definition} ({Source})");

    /// <summary>The figure with its list length, as headlines name it.</summary>
    public string HeadlineAt(int k) => (Headline ?? $"{Title}@{{k}}").Replace("{k}", k.ToString(), StringComparison.Ordinal);

    /// <summary>Above 0 where a difference is for the better, below 0 for the worse.</summary>
    public double Gain(double difference) => Better == Direction.Higher ? difference : -difference;
}
