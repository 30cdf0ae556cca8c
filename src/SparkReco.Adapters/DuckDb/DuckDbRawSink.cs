using DuckDB.NET.Data;
using SparkReco.Ingest;

namespace SparkReco.Adapters.DuckDb;

/// <summary>A raw table in DuckDB. Writers append over connections of their own to the same database.</summary>
internal sealed class DuckDbRawSink(DuckDBConnection connection, RawTable table) : IRawSink
{
    private readonly Lock _duplicating = new();

    /// <summary>Creates the table, in place of one that is there.</summary>
    public void CreateTable()
    {
        IEnumerable<string> columns = table.Fields.Select(field => field.Name).Concat(RawTable.TrailingColumns)
            .Select(name => $"{SqlText.Identifier(name)} {(name == "line" ? "bigint" : "varchar")}");
        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = $"create or replace table {SqlText.Identifier(table.Name)} ({string.Join(", ", columns)})";
        command.ExecuteNonQuery();
    }

    public IRawWriter OpenWriter()
    {
        lock (_duplicating)
        {
            return new DuckDbRawWriter(DuckDbConnections.Another(connection), table);
        }
    }
}
