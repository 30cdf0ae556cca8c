using SparkReco.Models;

namespace SparkReco.Tests.Support;

/// <summary>The parts of a raw table as a part of DuckDB's SQL. They lack the columns that are null in all their rows.</summary>
internal static class WrittenParts
{
    public static string Of(string name, string folder)
    {
        var columns = RawModels.All.Single(model => model.Name == name).Columns;
        var nulls = string.Join(", ", columns.Select(column => $"cast(null as {column.SqlType}) as {column.Name}"));
        return $"(select * from read_parquet('{folder}/*.parquet', union_by_name = true) union all by name select {nulls} where false)";
    }
}
