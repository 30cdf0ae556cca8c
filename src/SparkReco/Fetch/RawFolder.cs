using System.Globalization;
using SparkReco.Configuration;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Fetch;

/// <summary>
/// Where a source's fetched rows lie in the lake: <c>raw/INPUT[/SOURCE]/DAY/</c>, a folder for each run date with the manifest <c>_manifest.json</c>,
/// and in it one for each fetch.
/// </summary>
/// <param name="Store">The lake's store.</param>
/// <param name="Path">The source's folder.</param>
public sealed record RawFolder(IFileStore Store, Location Path)
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>The folder of a source.</summary>
    public static RawFolder Of(IFileStore store, Location lake, InputSource source) =>
        new(store, lake / ("raw/" + source.Key["inputs.".Length..].Replace(".sources.", "/", StringComparison.Ordinal)));

    /// <summary>Where a fetch for a run date writes.</summary>
    public Location Fetch(DateOnly runDate, string fetchId) => Path / $"{DayOf(runDate)}/{fetchId}";

    /// <summary>The manifest of a run date; null where nothing was fetched for it.</summary>
    public Task<FetchManifest?> ReadAsync(DateOnly runDate, CancellationToken cancellation) =>
        Store.ReadJsonAsync<FetchManifest>(Manifest(runDate), cancellation);

    /// <summary>The manifest of the last run date before another that has one of the same rows; null where there is none.</summary>
    public async Task<FetchManifest?> ReadBeforeAsync(DateOnly runDate, string identity, CancellationToken cancellation)
    {
        var days = (await DaysAsync(cancellation)).Where(day => day < runDate).OrderDescending();
        foreach (var day in days)
        {
            if (await ReadAsync(day, cancellation) is { } manifest && manifest.Identity == identity && await IsWholeAsync(manifest, cancellation))
                return manifest;
        }

        return null;
    }

    /// <summary>Whether all files of a manifest are there.</summary>
    public async Task<bool> IsWholeAsync(FetchManifest manifest, CancellationToken cancellation)
    {
        var sizes = (await Store.ListAsync(Path, cancellation)).ToDictionary(file => file.Path.From(Path), file => file.Size);
        return manifest.Parts.All(part => sizes.GetValueOrDefault(part.Name, -1) == part.Size);
    }

    /// <summary>Makes a fetch the one of its run date.</summary>
    public Task PublishAsync(FetchManifest manifest, CancellationToken cancellation) =>
        Store.WriteJsonAsync(Manifest(manifest.RunDate), manifest, cancellation);

    /// <summary>Deletes what fetches of a run date left that no manifest names.</summary>
    public async Task DeleteLeftoversAsync(DateOnly runDate, CancellationToken cancellation)
    {
        HashSet<string> named = [];
        foreach (var day in await DaysAsync(cancellation))
            named.UnionWith((await ReadAsync(day, cancellation))?.Parts.Select(part => part.Name) ?? []);
        var folder = Path / DayOf(runDate);
        foreach (var fetch in await Store.FoldersAsync(folder, cancellation))
        {
            if (!named.Any(name => name.StartsWith($"{DayOf(runDate)}/{fetch}/", StringComparison.Ordinal)))
                await Store.DeleteAsync(folder / fetch, cancellation);
        }
    }

    private Location Manifest(DateOnly runDate) => Path / $"{DayOf(runDate)}/_manifest.json";

    private async Task<IEnumerable<DateOnly>> DaysAsync(CancellationToken cancellation) =>
        (await Store.FoldersAsync(Path, cancellation))
            .Where(name => DateOnly.TryParseExact(name, Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            .Select(name => DateOnly.ParseExact(name, Day, CultureInfo.InvariantCulture));

    private static string DayOf(DateOnly runDate) => runDate.ToString(Day, CultureInfo.InvariantCulture);
}
