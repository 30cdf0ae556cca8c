using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using SparkReco.Ports;

namespace SparkReco.Adapters.DuckDb;

/// <summary>Calls of DuckDB, which block: each runs on a thread of the pool. A cancellation must interrupt the connection's statement.</summary>
internal static partial class DuckDbCall
{
    /// <exception cref="EngineException">DuckDB's words. A statement begins with a line of ours, which does not count.</exception>
    public static async Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellation)
    {
        try
        {
            return await Task.Run(call, cancellation);
        }
        catch (DuckDBException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new EngineException(error.Message, error) { Line = LineOf(error.Message) };
        }
    }

    private static int? LineOf(string message) =>
        StatementLine().Match(message) is { Success: true } match && int.Parse(match.Groups["line"].Value) is > 1 and var line ? line - 1 : null;

    [GeneratedRegex(@"^LINE (?<line>\d+):", RegexOptions.Multiline | RegexOptions.NonBacktracking)]
    private static partial Regex StatementLine();
}
