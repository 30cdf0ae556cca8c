using SparkReco.Configuration;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Fetch;

/// <summary>What was fetched of a source for a run date. It stands beside the files when all of them are whole, and readers know no others.</summary>
/// <param name="FetchId">The fetch: sources of one database that have the same one are of one state of it.</param>
/// <param name="RunDate">The run date that it was for.</param>
/// <param name="FetchedAt">When it began.</param>
/// <param name="RunId">The run that fetched it.</param>
/// <param name="Database">The database and its version.</param>
/// <param name="Snapshot">The database's name for the state that was read; nothing where it has none.</param>
/// <param name="Query">The query, or the table's name.</param>
/// <param name="Identity">The hash of database, query and watermark: rows of another are not continued.</param>
/// <param name="Watermark">The column by which new rows are known; null where all rows were fetched.</param>
/// <param name="After">Only rows with a greater watermark were fetched; null for all.</param>
/// <param name="UpTo">The greatest watermark of all rows.</param>
/// <param name="Rows">The rows that this fetch brought.</param>
/// <param name="Bytes">The bytes of its files.</param>
/// <param name="Parts">The files with all rows, those of the fetches that it continues, too; the names begin at the source's folder.</param>
public sealed record FetchManifest(
    string FetchId,
    DateOnly RunDate,
    DateTimeOffset FetchedAt,
    string RunId,
    string Database,
    string? Snapshot,
    string Query,
    string Identity,
    string? Watermark,
    string? After,
    string? UpTo,
    long Rows,
    long Bytes,
    IReadOnlyList<RawPart> Parts
)
{
    /// <summary>What tells the rows of a source from others.</summary>
    public static string IdentityOf(ConnectionSettings connection, FetchSettings fetch) =>
        Hashing.Of(
            string.Join(
                '\n',
                connection.Kind,
                connection.Host,
                connection.Port,
                connection.Database,
                connection.Secret,
                connection.Region,
                connection.Endpoint,
                connection.Cluster,
                connection.Workgroup,
                fetch.Query,
                fetch.Watermark
            )
        )[..16];
}
