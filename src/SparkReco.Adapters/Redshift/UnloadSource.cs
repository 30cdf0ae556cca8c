using System.Globalization;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.Redshift;

/// <summary>
/// Has Amazon Redshift unload the rows of queries as Parquet itself: into the lake where that is in S3, else into a folder there from which they are
/// brought. The rows of a query and the greatest watermark are of one transaction; each query has its own.
/// </summary>
internal sealed class UnloadSource(ConnectionSettings settings, Stores stores, TimeProvider clock, Action<string> log) : IRowSource
{
    private readonly RedshiftDataApi _database = new(settings, clock, log);

    public string Description => _database.Description;

    public string? Snapshot => null;

    public async Task<string?> FetchAsync(FetchRequest request, RawParts parts, CancellationToken cancellation)
    {
        var query = SourceQuery.Of(request, Sql.Name);
        try
        {
            if (parts.Folder.Scheme == "s3")
                return await UnloadAsync(request, query, parts.Folder, parts, isThere: true, cancellation);
            if (settings.Folder == ConnectionSettings.None)
                throw new DatabaseException(
                    $"connections.{settings.Name}.folder is missing: rows that are looked at before a run come by s3://BUCKET/FOLDER, too"
                );
            var folder = Location.Of(settings.Folder, default) / $"unload-{Guid.NewGuid():N}";
            try
            {
                return await UnloadAsync(request, query, folder, parts, isThere: false, cancellation);
            }
            finally
            {
                // Also of a run that was stopped.
                await stores.Of(folder).DeleteAsync(folder, CancellationToken.None);
            }
        }
        catch (DatabaseException error)
        {
            throw SourceQuery.At(request, error);
        }
    }

    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> UnloadAsync(
        FetchRequest request,
        SourceQuery query,
        Location folder,
        RawParts parts,
        bool isThere,
        CancellationToken cancellation
    )
    {
        if (request.Watermark is not null)
            SourceQuery.RequireWatermark(request, await ColumnsAsync(query, cancellation));
        // A user may have a time zone of its own, in which times would be written.
        string[] greatest = query.Greatest is null ? [] : [query.Greatest("varchar")];
        var results = await _database.RunAsync(
            ["set timezone to 'UTC'", .. greatest, Statement(request, query, folder), "select cast(pg_last_unload_count() as varchar)"],
            cancellation
        );
        var rows = long.Parse((await _database.ScalarAsync(results[^1], cancellation))!, CultureInfo.InvariantCulture);
        var store = stores.Of(folder);
        var files = await UnloadManifest.ReadAsync(store, folder, rows, cancellation);
        foreach (var file in files)
        {
            if (isThere)
                parts.Add(file);
            else
                await BringAsync(store, folder, file, parts, cancellation);
        }

        // Of no rows there is no file, and the columns' names are wanted all the same.
        if (files.Count == 0)
            parts.Begin(CsvText.Header([.. (await ColumnsAsync(query, cancellation)).Select(column => column.Name)], request.Source), ".csv");
        return greatest.Length == 0 ? null : await _database.ScalarAsync(results[1], cancellation);
    }

    private async Task<IReadOnlyList<(string Name, string Type)>> ColumnsAsync(SourceQuery query, CancellationToken cancellation) =>
        await _database.ColumnsAsync((await _database.RunAsync([query.Empty], cancellation))[0], cancellation);

    private string Statement(FetchRequest request, SourceQuery query, Location folder)
    {
        // A quoted query would have to double quotes and backslashes.
        if (query.Rows.Contains("$$", StringComparison.Ordinal))
            throw new ConfigurationException($"'{request.Source}.query' has $$ in it, which ends the text of UNLOAD: write it otherwise");
        var role = settings.Role == ConnectionSettings.None ? "default" : Sql.Text(settings.Role);
        // UNLOAD takes no LIMIT in the outer query.
        return $"unload ($$select * from ({query.Rows}\n) unloaded_rows$$) to {Sql.Text($"{folder}/")} iam_role {role} format as parquet manifest verbose maxfilesize 128 mb";
    }

    private static async Task BringAsync(IFileStore store, Location folder, RawPart file, RawParts parts, CancellationToken cancellation)
    {
        var scratch = Directory.CreateTempSubdirectory("sparkreco-unload-").FullName;
        try
        {
            var found =
                await store.FindAsync(folder / file.Name, cancellation)
                ?? throw new DatabaseException($"{folder / file.Name} is gone") { IsTransient = true };
            await parts.BringAsync(await store.FetchAsync(found, scratch, cancellation), file.Name, file.Rows, cancellation);
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }
}
