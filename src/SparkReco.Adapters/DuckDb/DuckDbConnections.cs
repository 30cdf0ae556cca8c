using DuckDB.NET.Data;

namespace SparkReco.Adapters.DuckDb;

internal static class DuckDbConnections
{
    /// <summary>
    /// An open connection to the same database. A database in memory can only be duplicated; one in a file is opened again, which
    /// gives the instance that the process already holds.
    /// </summary>
    public static DuckDBConnection Another(DuckDBConnection connection)
    {
        bool isInMemory = connection.DataSource.Length == 0 || connection.DataSource.StartsWith(":memory:", StringComparison.Ordinal);
        DuckDBConnection other = isInMemory ? connection.Duplicate() : new DuckDBConnection(connection.ConnectionString);
        other.Open();
        return other;
    }
}
