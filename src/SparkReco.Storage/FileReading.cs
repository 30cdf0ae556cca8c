using System.Text;

namespace SparkReco.Storage;

/// <summary>What follows from the few operations of a store.</summary>
public static class FileReading
{
    /// <summary>All bytes of a small file; null where there is none.</summary>
    public static async Task<byte[]?> ReadBytesAsync(this IFileReader store, Location path, CancellationToken cancellation)
    {
        // A small file that is written anew in between is read anew.
        while (true)
        {
            if (await store.FindAsync(path, cancellation) is not { } file)
                return null;
            try
            {
                await using var stream = await store.OpenAsync(file, 0, file.Size, cancellation);
                var bytes = new byte[file.Size];
                await stream.ReadExactlyAsync(bytes, cancellation);
                // A stream that looks whether the bytes are right does so at its end.
                if (await stream.ReadAsync(new byte[1], cancellation) == 0)
                    return bytes;
            }
            catch (Exception error) when (error is SourceChangedException or FileNotFoundException or EndOfStreamException)
            {
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The text of a small file; null where there is none.</summary>
    public static async Task<string?> ReadTextAsync(this IFileReader store, Location path, CancellationToken cancellation) =>
        await store.ReadBytesAsync(path, cancellation) is { } bytes ? Encoding.UTF8.GetString(bytes) : null;

    /// <summary>The Parquet files right in a folder.</summary>
    public static async Task<IReadOnlyList<StoredFile>> ParquetFilesAsync(this IFileReader store, Location folder, CancellationToken cancellation) =>
        [
            .. (await store.ListAsync(folder, cancellation)).Where(file =>
                file.Path.Folder == folder && file.Name.EndsWith(".parquet", StringComparison.Ordinal)
            ),
        ];

    /// <summary>Works on some items at a time.</summary>
    public static Task InParallelAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellation) =>
        Parallel.ForEachAsync(
            items,
            new ParallelOptions { MaxDegreeOfParallelism = Stores.AtOnce, CancellationToken = cancellation },
            async (item, stop) => await work(item, stop)
        );
}
