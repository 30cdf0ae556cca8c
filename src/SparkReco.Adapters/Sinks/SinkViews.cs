using System.Data.Common;
using System.Text.RegularExpressions;
using SparkReco.Ports;

namespace SparkReco.Adapters.Sinks;

/// <summary>
/// The views of a sink: makes those that are missing or show something else than they should. Servers keep a view's query in words of their own, so it is
/// compared with that of a view which is made for it and dropped again. A view that is right is left alone: to replace it is to wait for its readers.
/// </summary>
internal sealed partial class SinkViews(SinkServer server, IReadOnlyList<SinkMigration> migrations)
{
    private const string Probe = "view_check";

    /// <summary>Brings all views to the queries of the latest version. Grants on them stay.</summary>
    /// <exception cref="DatabaseException">A view can't be put right.</exception>
    public async Task RestoreAsync(DbConnection connection, CancellationToken cancellation)
    {
        var isRight = true;
        await connection.ExecuteAsync("start transaction", cancellation);
        foreach (var (name, query) in Queries())
        {
            await ExecuteAsync($"drop view if exists {{s}}{Probe}");
            await ExecuteAsync($"create view {{s}}{Probe} as {query}");
            var definitions = await DefinitionsAsync(connection, name, cancellation);
            if (definitions.GetValueOrDefault(server.NameOf(name)) == definitions[server.NameOf(Probe)])
                continue;
            isRight = false;
            await ReplaceAsync(name, query);
        }

        await ExecuteAsync($"drop view if exists {{s}}{Probe}");
        await connection.ExecuteAsync(isRight ? "rollback" : "commit", cancellation);

        Task ExecuteAsync(string sql) => connection.ExecuteAsync(server.Render(sql), cancellation);

        async Task ReplaceAsync(string name, string query)
        {
            try
            {
                await ExecuteAsync($"create or replace view {{s}}{name} as {query}");
            }
            catch (Exception error) when (server.IsFailure(error) && server.Failure(error) is { IsTransient: false } failure)
            {
                throw new DatabaseException(
                    $"{server.Description}: somebody changed {server.NameOf(name)}, and it can't be put back: {failure.Message}; nothing was published: drop it, and it is made anew",
                    error
                );
            }
        }
    }

    /// <summary>The views and their queries, of each the latest, in the order in which they are made of each other.</summary>
    private IEnumerable<(string Name, string Query)> Queries() =>
        migrations
            .SelectMany(migration => migration.StatementsFor(statement => statement))
            .Select(statement => ViewStatement().Match(statement))
            .Where(match => match.Success)
            .Select(match => (Name: match.Groups["name"].Value, Query: match.Groups["query"].Value))
            .GroupBy(view => view.Name)
            .Select(versions => versions.Last());

    private async Task<IReadOnlyDictionary<string, string>> DefinitionsAsync(DbConnection connection, string name, CancellationToken cancellation)
    {
        var rows = await connection.ReadAsync(
            server.ViewDefinitions,
            row => KeyValuePair.Create(row.GetString(0), row.GetString(1)),
            cancellation,
            ("catalog", server.Catalog),
            ("name", server.NameOf(name)),
            ("probe", server.NameOf(Probe))
        );
        return new Dictionary<string, string>(rows);
    }

    [GeneratedRegex(
        @"^create or replace view \{s\}(?<name>[a-z_]+) as\s(?<query>(.|\n)*)$",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex ViewStatement();
}
