using System.Globalization;
using SparkReco.Configuration;
using SparkReco.Models;
using SparkReco.Ports;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Fetch;

/// <summary>
/// Lays the rows of databases down in the lake as they are, so that a run can be repeated from them, on every engine. What was fetched for the run
/// date is used again; of events with a watermark only what is new is fetched.
/// </summary>
public static class FetchStage
{
    private const int Attempts = 4;

    /// <summary>The files with the fetched rows, for the stage that reads them.</summary>
    internal static readonly Model Parts = new()
    {
        Name = "fetched_parts",
        Room = "Fetch",
        Grain = "a file of a source",
        Lifetime = Lifetime.Run,
        IsFilledByWork = true,
        Columns =
        [
            new("source", ColumnType.String, ""),
            new("path", ColumnType.String, ""),
            new("size", ColumnType.BigInt, ""),
            new("sha256", ColumnType.String, ""),
        ],
    };

    /// <summary>Fetches all sources that are databases.</summary>
    /// <exception cref="DatabaseException">A database can't be reached, or refuses.</exception>
    public static async Task FetchAsync(StageContext context, CancellationToken cancellation)
    {
        List<object?[]> parts = [];
        foreach (var sources in context.Settings.Inputs.Fetched().GroupBy(source => source.Fetch!.Connection))
        {
            var fetch = new DatabaseFetch(context, context.Settings.Connections[sources.Key], [.. sources]);
            foreach (var (source, manifest) in await fetch.FindAsync(cancellation) ?? await RepeatAsync(fetch, context, cancellation))
            {
                parts.AddRange(manifest.Parts.Select(part => new object?[] { source.Key, part.Name, part.Size, part.Sha256 }));
                context.Inputs.AddRange(manifest.Parts.Select(part => Content(source, part)));
                Tell(context, source, manifest);
            }
        }

        await context.WriteRowsAsync(Parts, parts, cancellation);
    }

    /// <summary>Fetches from the beginning where a connection was lost: what one state of a database had, another need not have.</summary>
    private static async Task<IReadOnlyList<(InputSource, FetchManifest)>> RepeatAsync(
        DatabaseFetch fetch,
        StageContext context,
        CancellationToken cancellation
    )
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await fetch.RunAsync(cancellation);
            }
            catch (DatabaseException error) when (error.IsTransient && attempt < Attempts)
            {
                var pause = TimeSpan.FromSeconds(Math.Pow(4, attempt - 1));
                context.Ports.Log($"fetch: {error.Message}; again in {pause.TotalSeconds:0} s");
                context.Ports.Progress.Report(new RunEvent.Told($"{error.Message}: fetching again in {pause.TotalSeconds:0} s"));
                await Task.Delay(pause, context.Ports.Clock, cancellation);
            }
        }
    }

    /// <summary>What a file holds, wherever it lies: equal rows are equal to what follows, whenever they were fetched.</summary>
    private static InputFile Content(InputSource source, RawPart part) =>
        new($"{source.Key}: {part.Name.Split('/')[^1]}", part.Size, null, part.Sha256 ?? part.Name, part.Rows, 0);

    private static void Tell(StageContext context, InputSource source, FetchManifest manifest)
    {
        var input = source.Key["inputs.".Length..];
        context.Counts[$"{input.Split('.')[0]}_rows_fetched"] =
            context.Counts.GetValueOrDefault($"{input.Split('.')[0]}_rows_fetched") + manifest.Rows;
        var rows = $"{manifest.Rows.ToString("N0", CultureInfo.InvariantCulture)} rows of {manifest.Database}";
        context.Note(
            manifest.RunId == context.Folder.RunId
                ? $"{input}: {rows}{(manifest.After is null ? "" : $", those after {manifest.Watermark} {manifest.After}")}"
                : $"{input}: {rows}, which run {manifest.RunId} fetched for this day at {manifest.FetchedAt:yyyy-MM-dd HH:mm} UTC; --set fetch=full fetches anew"
        );
    }
}
