namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Turns a column of Parquet into one of the types that the reader takes: VARCHAR, BIGINT or DOUBLE, and BLOB for the elements of a list, with a
/// NUL between their texts; what is nested is JSON. The text of a value does not depend on how its file stores it: <c>1</c> is <c>1</c> as an integer, a double or a decimal.
/// </summary>
internal static class ParquetExpression
{
    private const string List = "[]";

    /// <param name="name">The column, or a field of it, as it is selected.</param>
    /// <param name="type">Its type.</param>
    public static string Of(string name, string type) =>
        type switch
        {
            _ when type.StartsWith("STRUCT(", StringComparison.Ordinal)
                    || type.StartsWith("MAP(", StringComparison.Ordinal)
                    || type.EndsWith(List + List, StringComparison.Ordinal) => $"cast(to_json({name}) as varchar)",
            _ when type.EndsWith(List, StringComparison.Ordinal) =>
                $"case when len({name}) > 0 then encode(array_to_string(list_transform({name}, lambda x: coalesce({Element(type[..^List.Length])}, '')), chr(0))) end",
            "TINYINT" or "SMALLINT" or "INTEGER" or "BIGINT" or "UTINYINT" or "USMALLINT" or "UINTEGER" => $"cast({name} as bigint)",
            "DOUBLE" or "VARCHAR" => name,

            // By way of the text, so that 0.1 stays 0.1 and does not become 0.10000000149011612.
            "FLOAT" => $"cast(cast({name} as varchar) as double)",
            // A number of milliseconds that no rule could take for a year, a day or seconds; written out where it is another.
            _ when type.StartsWith("TIMESTAMP", StringComparison.Ordinal) =>
                $"case when epoch_ms({name}) between 1000000000000 and 99999999999999 then cast(epoch_ms({name}) as varchar) else strftime(make_timestamp(epoch_ms({name}) * 1000), '%Y-%m-%dT%H:%M:%S.%g') end",
            "BLOB" => $"decode({name})",
            _ when type.StartsWith("DECIMAL", StringComparison.Ordinal) && !type.EndsWith(",0)", StringComparison.Ordinal) =>
                $"rtrim(rtrim(cast({name} as varchar), '0'), '.')",
            _ => $"cast({name} as varchar)",
        };

    private static string Element(string type) =>
        type switch
        {
            "VARCHAR" => "replace(x, chr(0), '')",
            "BLOB" => "decode(x)",
            _ when type is "DOUBLE" or "FLOAT" || type.StartsWith("DECIMAL", StringComparison.Ordinal) =>
                @"regexp_replace(cast(x as varchar), '\.0+$', '')",
            _ => "cast(x as varchar)",
        };
}
