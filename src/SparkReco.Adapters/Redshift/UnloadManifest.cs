using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Adapters.Redshift;

/// <summary>The list of files that UNLOAD writes beside them, with the rows and bytes of each.</summary>
internal static class UnloadManifest
{
    /// <summary>The files of an unload, all of which are in the folder with their sizes. Of no rows there are none.</summary>
    /// <param name="store">Where the folder is.</param>
    /// <param name="folder">Where Redshift wrote to.</param>
    /// <param name="rows">The rows that it says it wrote.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="DatabaseException">Rows or files are not those that it says.</exception>
    public static async Task<IReadOnlyList<RawPart>> ReadAsync(IFileStore store, Location folder, long rows, CancellationToken cancellation)
    {
        var text = await store.ReadBytesAsync(folder / "manifest", cancellation);
        if (text is null && rows == 0)
            return [];
        var files = text is null ? [] : Parse(text, folder);
        var listed = files.Sum(file => file.Rows);
        if (listed != rows)
            throw new DatabaseException($"{folder}: Redshift says that it unloaded {rows:N0} rows, and its manifest has {listed:N0}");
        var sizes = (await store.ListAsync(folder, cancellation)).ToDictionary(file => file.Path.From(folder), file => file.Size);
        foreach (var file in files)
        {
            if (sizes.GetValueOrDefault(file.Name, -1) is var size && size != file.Size)
                throw new DatabaseException(
                    $"{folder / file.Name} has {(size < 0 ? "gone" : $"{size:N0} bytes")}, and Redshift's manifest says {file.Size:N0} bytes"
                );
        }

        return [.. files.Where(file => file.Rows > 0)];
    }

    private static List<RawPart> Parse(byte[] text, Location folder)
    {
        try
        {
            return
            [
                .. JsonNode.Parse(text)!["entries"]!
                    .AsArray()
                    .Select(entry => new RawPart(
                        Location.Of((string)entry!["url"]!, default).From(folder),
                        (long)entry["meta"]!["content_length"]!,
                        (long)entry["meta"]!["record_count"]!,
                        Sha256: null
                    )),
            ];
        }
        catch (Exception error) when (error is JsonException or NullReferenceException or InvalidOperationException or FormatException)
        {
            throw new DatabaseException($"{folder}/manifest is none that Redshift writes: {error.Message}", error);
        }
    }
}
