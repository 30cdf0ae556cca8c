using SparkReco.Models;
using SparkReco.Storage;

namespace SparkReco.Runs;

/// <summary>The tables of a generation where they lie in the lake.</summary>
public static class PublishedTables
{
    /// <summary>Makes tables of a generation readable under their names.</summary>
    /// <param name="generation">What is published.</param>
    /// <param name="folder">A run of the generation's day.</param>
    /// <param name="tables">Where they become readable.</param>
    /// <param name="names">The names of those that are wanted; null for all.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="IOException">Files of a table are missing or changed.</exception>
    public static async Task RegisterAsync(
        Generation generation,
        RunFolder folder,
        RunTables tables,
        IReadOnlyCollection<string>? names,
        CancellationToken cancellation
    )
    {
        foreach (var table in generation.Tables)
        {
            if (Pipeline.Published(table.Id) is not { } model || names?.Contains(model.Name) == false)
                continue;
            var files = await FilesAsync(generation, folder, table, model, cancellation);
            await tables.RegisterAsync(model, folder.Published(model), files, cancellation);
        }
    }

    /// <summary>The files of a table of a generation, as they were published.</summary>
    /// <exception cref="IOException">Files are missing or changed.</exception>
    public static async Task<IReadOnlyList<StoredFile>> FilesAsync(
        Generation generation,
        RunFolder folder,
        TableRecord table,
        Model model,
        CancellationToken cancellation
    ) =>
        await table.FindInAsync(folder.Store, folder.Published(model), cancellation)
        ?? throw new IOException(
            $"the table {table.Id} of {generation.RunDate:yyyy-MM-dd} is not as run {generation.RunId} published it: files in {folder.Published(model)} are missing or changed; run it again"
        );

    /// <summary>The table's name of a table's id.</summary>
    public static string NameOf(TableRecord table) => table.Id.Split('.')[0];
}
