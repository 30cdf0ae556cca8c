using SparkReco.Models;
using SparkReco.Ports;

namespace SparkReco.Adapters.Sinks;

/// <summary>The values that no database is asked to change: what it can't hold is refused before it goes there.</summary>
internal static class HeldValue
{
    /// <summary>The refusal of a value.</summary>
    public static DatabaseException Refusal(SinkTable table, int column, string what) =>
        new(
            $"{table.Name}.{table.Columns[column].Name} has {what}, which the database can't hold: correct it in the input and run again, or leave the table out of 'tables'"
        );

    /// <summary>The day of a date column.</summary>
    /// <exception cref="DatabaseException">It is before the year 1 or after 9999.</exception>
    public static DateOnly Day(SinkTable table, int column, int day)
    {
        var number = (long)day + UnixEpoch;
        return number >= DateOnly.MinValue.DayNumber && number <= DateOnly.MaxValue.DayNumber
            ? DateOnly.FromDayNumber((int)number)
            : throw Refusal(table, column, $"a date {day} days from 1970-01-01");
    }

    /// <summary>Makes sure that a number is one.</summary>
    /// <exception cref="DatabaseException">It is infinite, or no number.</exception>
    public static void RequireFinite(SinkTable table, int column, double number)
    {
        if (!double.IsFinite(number))
            throw Refusal(table, column, $"the number {number}");
    }

    private static readonly int UnixEpoch = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;
}
