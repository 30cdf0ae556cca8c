namespace SparkReco.Reports.Charts;

/// <summary>A labelled number; null and NaN are shown as missing.</summary>
public sealed record Bar(string Label, double? Value);

/// <summary>A number with its interval; without bounds it is drawn without a whisker.</summary>
public sealed record Estimate(double Value, double? Low = null, double? High = null);

/// <summary>One system's estimates, one for each category; null is shown as missing.</summary>
/// <param name="Name">The system.</param>
/// <param name="Values">Its estimates.</param>
/// <param name="Colour">The number of its colour from 0, where it has one wherever it is shown.</param>
public sealed record EstimateSeries(string Name, IReadOnlyList<Estimate?> Values, int? Colour = null);

/// <summary>One row of a difference plot; a missing difference is said in words.</summary>
/// <param name="Label">What differs.</param>
/// <param name="Value">The difference.</param>
/// <param name="IsClear">False where the difference is no verdict, even if its interval leaves out zero.</param>
/// <param name="Colour">The number of the right side's colour from 0, where the row has another than the plot.</param>
public sealed record Difference(string Label, Estimate? Value, bool IsClear = true, int? Colour = null);

/// <summary>One side of a difference plot: who is ahead there, and the number of its colour from 0.</summary>
public sealed record Side(string Name, int Colour);

/// <summary>How many values lie in [From, To).</summary>
public sealed record Bin(double From, double To, double Count);

/// <summary>A value by day; missing days and missing values interrupt the line.</summary>
public sealed record DayLine(string Name, IReadOnlyList<DayValue> Values);

/// <summary>The value of one day.</summary>
public sealed record DayValue(DateOnly Day, double? Value);

/// <summary>One bar of a hundred percent; parts in the order of the series. Negative and missing parts count as zero.</summary>
public sealed record ShareRow(string Label, IReadOnlyList<double?> Parts);
