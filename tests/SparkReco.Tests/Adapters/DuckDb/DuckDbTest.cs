using DuckDB.NET.Data;
using SparkReco.Adapters.DuckDb;

namespace SparkReco.Tests.Adapters.DuckDb;

/// <summary>A prepared database in memory, and values read with their NULLs.</summary>
internal static class DuckDbTest
{
    public static DuckDBConnection Open() => DuckDbSession.Open([], Environment.ProcessorCount);

    /// <summary>All rows of a portable query, after the rewriter, each value as the vectors write it.</summary>
    public static IReadOnlyList<string> Query(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = DuckDbDialect.Rewrite("test.sql", sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(
                string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => SparkRendering.Of(Read(reader, i), reader.GetDataTypeName(i))))
            );
        return rows;
    }

    /// <summary>Lists come with NULLs inside: DuckDB.NET needs nullable elements to be asked for.</summary>
    public static object? Read(DuckDBDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
            return null;
        var type = reader.GetFieldType(column);
        if (!type.IsGenericType || type.GetGenericTypeDefinition() != typeof(List<>))
            return reader.GetValue(column);
        var element = type.GetGenericArguments()[0];
        if (element == typeof(int))
            return reader.GetFieldValue<List<int?>>(column);
        if (element == typeof(long))
            return reader.GetFieldValue<List<long?>>(column);
        return reader.GetValue(column);
    }
}
