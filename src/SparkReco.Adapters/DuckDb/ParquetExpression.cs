namespace SparkReco.Adapters.DuckDb;

/// <summary>
/// Turns a column of Parquet into one of three types that the reader takes: VARCHAR, BIGINT or DOUBLE. The text of a value does not depend
/// on how its file stores it: <c>1</c> is <c>1</c> as an integer, a double or a decimal.
/// </summary>
internal static class ParquetExpression
{
    public static string Of(string column, string type)
    {
        var name = SqlText.Identifier(column);
        return type switch
        {
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
    }
}
