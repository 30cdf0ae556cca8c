using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>The input of a batch job, on this machine: files of bounded size, their number of lines and what tells them from others.</summary>
internal sealed class RequestFiles : IAsyncDisposable
{
    // A job takes a gigabyte.
    private const int MostBytes = 900_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("sparkreco-requests-").FullName;

    private RequestFiles() { }

    public long Count { get; private set; }

    public string Hash { get; private set; } = "";

    /// <summary>Writes requests, each a line.</summary>
    public static async Task<RequestFiles> WriteAsync(IAsyncEnumerable<JsonObject> requests, CancellationToken cancellation)
    {
        var files = new RequestFiles();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        FileStream? file = null;
        try
        {
            await foreach (var request in requests.WithCancellation(cancellation))
            {
                if (file is null || file.Position > MostBytes)
                {
                    await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
                    file = File.Create(Path.Combine(files._folder, $"requests-{files.Count}.json"));
                }

                var line = Encoding.UTF8.GetBytes(ListRequests.Line(request) + "\n");
                hash.AppendData(line);
                await file.WriteAsync(line, cancellation);
                files.Count++;
            }
        }
        finally
        {
            await (file?.DisposeAsync() ?? ValueTask.CompletedTask);
        }

        files.Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
        return files;
    }

    /// <summary>Brings the files to a folder of a store, which has no others afterwards.</summary>
    public async Task BringAsync(IFileStore store, Location folder, CancellationToken cancellation)
    {
        await store.DeleteAsync(folder, cancellation);
        await using var work = store.Work(folder, _folder);
        foreach (var file in Directory.GetFiles(_folder))
            File.Copy(file, Path.Combine(work.Path, Path.GetFileName(file)));
        await work.BringAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        LocalFolder.TryDelete(_folder);
        return ValueTask.CompletedTask;
    }
}
