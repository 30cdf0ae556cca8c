using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Personalize;

/// <summary>Requests for lists in a file on this machine, each a line, as a batch job takes them.</summary>
internal sealed class RequestFile : IAsyncDisposable
{
    // Of a batch job's input.
    private const long MostBytes = 1_000_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("sparkreco-requests-").FullName;

    private RequestFile() { }

    public long Count { get; private set; }

    /// <summary>What tells the requests from others.</summary>
    public string Hash { get; private set; } = "";

    private string File => Path.Combine(_folder, "requests.json");

    public static async Task<RequestFile> WriteAsync(IAsyncEnumerable<JsonObject> requests, CancellationToken cancellation)
    {
        var written = new RequestFile();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var file = System.IO.File.Create(written.File);
        await foreach (var request in requests.WithCancellation(cancellation))
        {
            var line = Encoding.UTF8.GetBytes(ListRequests.Line(request) + "\n");
            hash.AppendData(line);
            await file.WriteAsync(line, cancellation);
            written.Count++;
        }

        written.Hash = Convert.ToHexStringLower(hash.GetHashAndReset());
        return written;
    }

    /// <summary>The requests, one after the other.</summary>
    public IEnumerable<JsonObject> Read() => System.IO.File.ReadLines(File).Select(line => JsonNode.Parse(line)!.AsObject());

    /// <summary>Brings the file to a folder of a store, which has no other afterwards.</summary>
    /// <exception cref="PersonalizeException">It is larger than a batch job takes.</exception>
    public async Task BringAsync(IFileStore store, Location folder, CancellationToken cancellation)
    {
        if (new FileInfo(File).Length > MostBytes)
            throw new PersonalizeException(
                $"the requests have {new FileInfo(File).Length:N0} bytes, and a batch job of Amazon Personalize takes {MostBytes:N0}: get the lists by a campaign ('personalize.lists'), or shorter ones to rank ('blend.list_size')"
            )
            {
                Outcome = Outcome.Refused,
            };
        await store.DeleteAsync(folder, cancellation);
        await using var work = store.Work(folder, _folder);
        System.IO.File.Copy(File, Path.Combine(work.Path, Path.GetFileName(File)));
        await work.BringAsync(cancellation);
    }

    public ValueTask DisposeAsync()
    {
        LocalFolder.TryDelete(_folder);
        return ValueTask.CompletedTask;
    }
}
