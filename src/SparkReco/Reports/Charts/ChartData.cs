namespace SparkReco.Reports.Charts;

/// <summary>A labelled number; null and NaN are shown as missing.</summary>
public sealed record Bar(string Label, double? Value);

/// <summary>A number with its interval; without bounds it is drawn without a whisker.</summary>
public sealed record Estimate(double Value, double? Low = null, double? High = null);

/// <summary>One system's estimates, one for each category; null is shown as missing.</summary>
public sealed record EstimateSeries(string Name, IReadOnlyList<Estimate?> Values);

/// <summary>One row of a difference plot; a missing difference is said in words.</summary>
/// <param name="Label">What differs.</param>
/// <param name="Value">The difference.</param>
/// <param name="IsClear">False where the difference is no verdict, even if its interval leaves out zero.</param>
public sealed record Difference(string Label, Estimate? Value, bool IsClear = true);

/// <summary>How many values lie in [From, To).</summary>
public sealed record Bin(double From, double To, double Count);

/// <summary>A value by day; missing days and missing values interrupt the line.</summary>
public sealed record DayLine(string Name, IReadOnlyList<DayValue> Values);

/// <summary>The value of one day.</summary>
public sealed record DayValue(DateOnly Day, double? Value);

/// <summary>One bar of a hundred percent; parts in the order of the series. Negative and missing parts count as zero.</summary>
public sealed record ShareRow(string Label, IReadOnlyList<double?> Parts);
