using System.Collections;
using System.Globalization;

namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>Writes a value of DuckDB.NET as the vectors write Spark's.</summary>
internal static class SparkRendering
{
    public static string Of(object? value, string type) =>
        value switch
        {
            null or DBNull => "NULL",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            double number => OfDouble(number),
            DateOnly date => date.ToString("yyyy-MM-dd"),
            DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.ffffff"),
            decimal number => number.ToString(CultureInfo.InvariantCulture),
            IDictionary fields => "{" + string.Join(", ", fields.Keys.Cast<object>().Select(k => $"{k}: {Of(fields[k], type)}")) + "}",
            IEnumerable items => "[" + string.Join(", ", items.Cast<object?>().Select(i => Of(i, type))) + "]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString()!,
        };

    private static string OfDouble(double number) =>
        number switch
        {
            double.PositiveInfinity => "Infinity",
            double.NegativeInfinity => "-Infinity",
            _ when double.IsNaN(number) => "NaN",
            _ => number.ToString("R").Replace("E", "e", StringComparison.Ordinal) is var text && text.AsSpan().IndexOfAny("e.") >= 0
                ? text
                : text + ".0",
        };
}
