using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.Runs;

namespace SparkReco.Fetch;

/// <summary>A fetch of all sources of a database, of one state of it.</summary>
internal sealed class DatabaseFetch(StageContext context, ConnectionSettings connection, IReadOnlyList<InputSource> sources)
{
    private const long RowsBetweenReports = 10_000;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(8);

    private readonly (InputSource Source, RawFolder Folder, string Identity)[] _sources =
    [
        .. sources.Select(source =>
            (source, RawFolder.Of(context.Folder.Store, context.Folder.Lake, source), FetchManifest.IdentityOf(connection, source.Fetch!))
        ),
    ];

    private DateOnly RunDate => context.Settings.RunDate;

    /// <summary>What was fetched for the run date before; null where it is not there of all sources, or is not wanted.</summary>
    public async Task<IReadOnlyList<(InputSource, FetchManifest)>?> FindAsync(CancellationToken cancellation)
    {
        if (context.Settings.Fetch == FetchMode.Full)
            return null;
        List<(InputSource Source, FetchManifest Manifest)> found = [];
        foreach (var (source, folder, identity) in _sources)
        {
            if (
                await folder.ReadAsync(RunDate, cancellation) is { } manifest
                && manifest.Identity == identity
                && await folder.IsWholeAsync(manifest, cancellation)
            )
                found.Add((source, manifest));
        }

        return found.Count == _sources.Length && found.All(other => other.Manifest.FetchId == found[0].Manifest.FetchId) ? found : null;
    }

    /// <summary>Fetches all sources. Their manifests are written when all rows are there.</summary>
    public async Task<IReadOnlyList<(InputSource, FetchManifest)>> RunAsync(CancellationToken cancellation)
    {
        var fetchId = $"fetch-{Guid.NewGuid():N}"[..14];
        var fetchedAt = context.Ports.Clock.GetUtcNow();
        foreach (var (_, folder, _) in _sources)
            await folder.DeleteLeftoversAsync(RunDate, cancellation);
        List<(InputSource, FetchManifest)> fetched = [];
        var database = await context.OpenDatabases().OpenSourceAsync(connection, cancellation);
        try
        {
            foreach (var (source, folder, identity) in _sources)
                fetched.Add((source, await FetchAsync(database, source, folder, identity, fetchId, fetchedAt, cancellation)));
        }
        finally
        {
            // A server that brings nothing more would not answer a goodbye either: the connection then ends with the program.
            if (!cancellation.IsCancellationRequested)
                await database.DisposeAsync();
        }

        foreach (var ((_, folder, _), (_, manifest)) in _sources.Zip(fetched))
        {
            await folder.PublishAsync(manifest, cancellation);
            await folder.DeleteLeftoversAsync(RunDate, cancellation);
        }

        return fetched;
    }

    private async Task<FetchManifest> FetchAsync(
        IRowSource database,
        InputSource source,
        RawFolder folder,
        string identity,
        string fetchId,
        DateTimeOffset fetchedAt,
        CancellationToken cancellation
    )
    {
        var fetch = source.Fetch!;
        var former =
            fetch.Watermark is null || context.Settings.Fetch == FetchMode.Full
                ? null
                : await folder.ReadBeforeAsync(RunDate, identity, cancellation);
        var after = former?.UpTo is { } upTo ? Before(source, upTo) : null;
        await using var parts = new RawParts(folder.Store, folder.Fetch(RunDate, fetchId), Path.GetTempPath(), Report(source));
        var request = new FetchRequest(source.Key, fetch.Query, fetch.IsTable, fetch.Watermark, after);
        var greatest = await StoppableAsync(database.FetchAsync(request, parts, cancellation), cancellation);
        // What later days can't continue is refused on the first.
        if (greatest is not null)
            _ = Before(source, greatest);
        var written = await parts.EndAsync(needsOne: after is null, cancellation);
        return new FetchManifest(
            fetchId,
            RunDate,
            fetchedAt,
            context.Folder.RunId,
            database.Description,
            database.Snapshot,
            fetch.Query,
            identity,
            fetch.Watermark,
            after,
            greatest ?? former?.UpTo,
            written.Sum(part => part.Rows),
            written.Sum(part => part.Size),
            [
                .. after is null ? [] : former!.Parts,
                .. written.Select(part => part with { Name = (folder.Fetch(RunDate, fetchId) / part.Name).From(folder.Path) }),
            ]
        );
    }

    private static string Before(InputSource source, string upTo)
    {
        try
        {
            return Watermark.Before(upTo, source.Fetch!.Overlap);
        }
        catch (FormatException error)
        {
            throw new ConfigurationException($"the greatest value of '{source.Key}.watermark' ('{source.Fetch!.Watermark}') {error.Message}", error);
        }
    }

    /// <summary>A fetch that is stopped has a moment to end in order, in which it tells the database; a server that brings nothing more does not hold it up.</summary>
    private async Task<string?> StoppableAsync(Task<string?> fetch, CancellationToken cancellation)
    {
        try
        {
            return await fetch.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await Task.WhenAny(fetch, Task.Delay(Farewell, context.Ports.Clock, CancellationToken.None));
            throw;
        }
    }

    private Action<long, long> Report(InputSource source)
    {
        long told = 0;
        return (rows, bytes) =>
        {
            if (rows - told < RowsBetweenReports)
                return;
            told = rows;
            context.Ports.Progress.Report(
                new RunEvent.Doing($"fetching {source.Key["inputs.".Length..]} from {connection.Name}: {rows:N0} rows, {bytes / 1e6:N0} MB")
            );
        };
    }
}
