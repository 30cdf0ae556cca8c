namespace SparkReco.Reports.Charts;

/// <summary>A labelled number; null and NaN are shown as missing.</summary>
/// <param name="Label">What it is of.</param>
/// <param name="Value">The number.</param>
/// <param name="Low">The lower end of its interval, where it has one.</param>
/// <param name="High">The upper end.</param>
/// <param name="Colour">The number of its colour from 0.</param>
public sealed record Bar(string Label, double? Value, double? Low = null, double? High = null, int Colour = ChartStyle.Neutral)
{
    internal Estimate? Estimate => Value is { } value ? new Estimate(value, Low, High) : null;
}

/// <summary>A number with its interval; without bounds it is drawn without a whisker.</summary>
public sealed record Estimate(double Value, double? Low = null, double? High = null);

/// <summary>One row of a difference plot; a missing difference is said in words.</summary>
/// <param name="Label">What differs.</param>
/// <param name="Value">The difference.</param>
/// <param name="IsClear">False where the difference is no verdict, even if its interval leaves out zero.</param>
public sealed record Difference(string Label, Estimate? Value, bool IsClear = true);

/// <summary>One side of a difference plot: who is ahead there, and the number of its colour from 0.</summary>
public sealed record Side(string Name, int Colour);

/// <summary>How many values lie in [From, To).</summary>
public sealed record Bin(double From, double To, double Count);

/// <summary>A line across a chart, and what it marks.</summary>
public sealed record Marked(double At, string Name);

/// <summary>A value by day; missing days and missing values interrupt the line.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Values">The values, in the order of days.</param>
/// <param name="Colour">The number of its colour from 0.</param>
public sealed record DayLine(string Name, IReadOnlyList<DayValue> Values, int Colour = ChartStyle.Neutral);

/// <summary>The value of one day.</summary>
public sealed record DayValue(DateOnly Day, double? Value);

/// <summary>A day to mark, and what it is.</summary>
public sealed record MarkedDay(DateOnly Day, string Name);

/// <summary>A part of bars of a hundred percent, and the number of its colour from 0.</summary>
public sealed record Part(string Name, int Colour);

/// <summary>One bar of a hundred percent; parts in the order of the series. Negative and missing parts count as zero.</summary>
public sealed record ShareRow(string Label, IReadOnlyList<double?> Parts);
