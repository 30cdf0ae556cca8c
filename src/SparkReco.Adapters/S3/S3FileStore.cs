using System.Text;
using System.Text.RegularExpressions;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Amazon.S3.Transfer;
using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>
/// Objects of Amazon S3 at <c>s3://BUCKET/KEY</c>. Region and credentials are those of the AWS SDK's own chain: environment, profile, or the role
/// of the machine. <c>AWS_ENDPOINT_URL_S3</c> names another service that speaks its protocol.
/// </summary>
public sealed partial class S3FileStore : IFileStore, IDisposable
{
    private const int DeletedAtOnce = 1000;
    private const string Delimiter = "/";

    // Without one, a request waits for ever where packets are dropped.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(5);

    // Who stops a run waits ten seconds before killing it.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(8);

    private readonly AmazonS3Client _client;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _leaseTerm;
    private readonly Action _mayChange;
    private readonly CancellationTokenSource _end;
    private readonly CancellationTokenRegistration _stopping;

    /// <param name="clock">Tells how long a lease was not renewed.</param>
    /// <param name="leaseTerm">How long a lease holds that is not renewed; a minute where nothing is said.</param>
    /// <param name="tell">Is told of each attempt that failed.</param>
    /// <param name="stop">When it is cancelled, all requests together have some seconds left, whatever else ends them.</param>
    /// <exception cref="IOException">No region is set.</exception>
    public S3FileStore(TimeProvider clock, TimeSpan? leaseTerm = null, Action<string>? tell = null, CancellationToken stop = default)
        : this(Open(tell ?? (_ => { })), clock, leaseTerm, stop) { }

    internal S3FileStore(AmazonS3Client client, TimeProvider clock, TimeSpan? leaseTerm = null, CancellationToken stop = default)
    {
        _client = client;
        _clock = clock;
        _leaseTerm = leaseTerm ?? TimeSpan.FromMinutes(1);
        _mayChange = () => { };
        _end = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        _stopping = stop.Register(() => _end.CancelAfter(LongestEnd));
    }

    private S3FileStore(S3FileStore store, Action mayChange)
    {
        _client = store._client;
        _clock = store._clock;
        _leaseTerm = store._leaseTerm;
        _mayChange = mayChange;
        _end = store._end;
        BeforeRequest = store.BeforeRequest;
        LargestCopy = store.LargestCopy;
    }

    /// <summary>Called before each request; for tests, in which it fails or waits.</summary>
    internal Func<CancellationToken, Task> BeforeRequest { get; init; } = _ => Task.CompletedTask;

    /// <summary>Larger objects are copied in parts of this size, which takes less than a request may; the service copies no more than 5 GB at once.</summary>
    internal long LargestCopy { get; init; } = 1L << 30;

    public bool CanHold(Location folder) => BucketName().IsMatch(Split(folder).Bucket);

    public Task<IReadOnlyList<StoredFile>> MatchAsync(string path, Location baseFolder, CancellationToken cancellation) =>
        new S3Inventory(this).MatchAsync(Location.Of(path, baseFolder), cancellation);

    public async Task<IReadOnlyList<StoredFile>> ListAsync(Location folder, CancellationToken cancellation) =>
        (await ListAsync(folder, "", delimiter: null, cancellation)).Files;

    public async Task<IReadOnlyList<string>> FoldersAsync(Location folder, CancellationToken cancellation) =>
        (await ListFolderAsync(folder, "", cancellation)).Folders;

    /// <summary>The first object that a listing from the key on gives: unlike a question for the object alone, an answer that fails says why.</summary>
    public async Task<StoredFile?> FindAsync(Location path, CancellationToken cancellation)
    {
        var (bucket, key) = Split(path);
        if (key.Length == 0)
            return null;
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = key,
            MaxKeys = 1,
        };
        var page = await AskAsync(path, stop => _client.ListObjectsV2Async(request, stop), cancellation);
        return page.S3Objects is [var first, ..] && first.Key == key ? FileOf(bucket, first) : null;
    }

    public async Task<Stream> OpenAsync(StoredFile file, long start, long end, CancellationToken cancellation)
    {
        if (start == end)
            return Stream.Null;
        var md5 = start == 0 && end == file.Size ? ContentHash(file) : null;
        var stream = new S3Stream(file.Path.ToString(), OpenAtAsync, start, end, cancellation);
        await stream.OpenAsync();
        return md5 is null ? stream : new VerifiedStream(stream, file.Path.ToString(), () => md5);

        async Task<Stream> OpenAtAsync(long offset, CancellationToken stop)
        {
            var opened = await GetAsync(file, offset, end, stop);
            // The tag of an object that is encrypted with a key of its own says nothing about its bytes.
            if (
                opened.ServerSideEncryptionMethod is not null
                && opened.ServerSideEncryptionMethod != ServerSideEncryptionMethod.None
                && opened.ServerSideEncryptionMethod != ServerSideEncryptionMethod.AES256
            )
                md5 = null;
            return opened.ResponseStream;
        }
    }

    public Task<string> HashAsync(StoredFile file, CancellationToken cancellation) => Task.FromResult("etag:" + file.Version);

    public async Task WriteTextAsync(Location path, string text, CancellationToken cancellation) =>
        await PutAsync(path, text, _ => { }, _mayChange, cancellation);

    public async Task<StoredFile> WriteTextAsync(Location path, string text, StoredFile? former, CancellationToken cancellation)
    {
        _mayChange();
        if (await PutIfAsync(path, text, former?.Version, cancellation) is { } version)
            return new StoredFile(path, Encoding.UTF8.GetByteCount(text), version);
        // After a write whose answer was lost the next attempt is refused, too: then the text is this one.
        var there = await FindAsync(path, cancellation);
        return there is not null && await this.ReadTextAsync(path, cancellation) == text
            ? there
            : throw new LeaseException(
                $"another run has written {path} since this one read it, so this one no longer held the lease: it stopped; start it again"
            );
    }

    public async Task MoveAsync(Location from, Location to, CancellationToken cancellation)
    {
        await CopyAsync(await FindAsync(from, cancellation) ?? throw new FileNotFoundException($"{from}: there is no such object"), to, cancellation);
        await DeleteFileAsync(from, cancellation);
    }

    /// <summary>The new objects come beside the former ones, and the source stays.</summary>
    public async Task<IReadOnlyList<StoredFile>> ReplaceAsync(Location source, Location target, CancellationToken cancellation)
    {
        var files = await ListAsync(source, cancellation);
        var copies = new StoredFile[files.Count];
        await FileReading.InParallelAsync(
            files.Index(),
            async (file, stop) => copies[file.Index] = await CopyAsync(file.Item, target / file.Item.Path.From(source), stop),
            cancellation
        );
        return copies;
    }

    public async Task DeleteAsync(Location folder, CancellationToken cancellation, Location? below = null) =>
        await DeleteObjectsAsync(folder, await ListAsync(folder, cancellation), cancellation);

    public async Task DeleteFileAsync(Location path, CancellationToken cancellation)
    {
        var (bucket, key) = Split(path);
        await ChangeAsync(path, stop => _client.DeleteObjectAsync(bucket, key, stop), cancellation);
    }

    public Task FlushAsync(Location folder, CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>A copy that is there already is of the same version.</summary>
    public async Task<string> FetchAsync(StoredFile file, string localFolder, CancellationToken cancellation)
    {
        var name = Hashing.Of($"{file.Path} {file.Version}")[..32];
        var path = Path.Combine(localFolder, name + Path.GetExtension(file.Name));
        if (new FileInfo(path) is { Exists: true } copy && copy.Length == file.Size)
            return path;
        Directory.CreateDirectory(localFolder);
        var partial = $"{path}.{Guid.NewGuid():N}";
        try
        {
            await using (var target = File.Create(partial))
            await using (var source = await OpenAsync(file, 0, file.Size, cancellation))
                await source.CopyToAsync(target, cancellation);
            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            File.Delete(partial);
        }

        return path;
    }

    public WorkFolder Work(Location folder, string scratch) => new Upload(this, folder, scratch);

    public async Task<Lease> TakeLeaseAsync(Location path, Action<string> tell, CancellationToken cancellation) =>
        await S3Lease.TakeAsync(this, path, _leaseTerm, _clock, tell, cancellation);

    public IFileStore Under(Lease lease) => new S3FileStore(this, lease.ThrowIfLost);

    public void Dispose()
    {
        _stopping.Dispose();
        _end.Dispose();
        _client.Dispose();
    }

    /// <summary>Writes an object under a condition, whoever holds a lease; gives its new version, or null where the condition is not met.</summary>
    internal async Task<string?> PutIfAsync(Location path, string text, string? version, CancellationToken cancellation)
    {
        try
        {
            return await PutAsync(
                path,
                text,
                request =>
                {
                    request.IfNoneMatch = version is null ? "*" : null;
                    request.IfMatch = version;
                },
                () => { },
                cancellation
            );
        }
        catch (IOException error) when (S3Failure.IsUnmetCondition(error))
        {
            return null;
        }
    }

    /// <summary>Deletes an object of which nobody has written another version; gives false where somebody has.</summary>
    internal async Task<bool> DeleteIfAsync(Location path, string version, CancellationToken cancellation)
    {
        var (bucket, key) = Split(path);
        try
        {
            await AskAsync(
                path,
                stop =>
                    _client.DeleteObjectAsync(
                        new DeleteObjectRequest
                        {
                            BucketName = bucket,
                            Key = key,
                            IfMatch = version,
                        },
                        stop
                    ),
                cancellation
            );
            return true;
        }
        catch (IOException error) when (S3Failure.IsUnmetCondition(error))
        {
            return false;
        }
    }

    /// <summary>The objects right in a folder whose names begin so, and the names of such folders.</summary>
    internal Task<(IReadOnlyList<StoredFile> Files, IReadOnlyList<string> Folders)> ListFolderAsync(
        Location folder,
        string nameStart,
        CancellationToken cancellation
    ) => ListAsync(folder, nameStart, Delimiter, cancellation);

    private static TellingClient Open(Action<string> tell)
    {
        try
        {
            return new TellingClient(Configuration(tell));
        }
        catch (AmazonClientException error)
        {
            throw new IOException($"Amazon S3 can't be asked: {error.Message}; set AWS_REGION to the region of the bucket", error);
        }
    }

    private static TellingClient.Settings Configuration(Action<string> tell)
    {
        var hasOtherEndpoint = new[] { "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL" }.Any(name =>
            !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name))
        );
        if (!hasOtherEndpoint)
            return new TellingClient.Settings { Tell = tell, Timeout = LongestRequest };

        // Other services seldom have a host name for each bucket, and many do not know checksums behind the body.
        return new TellingClient.Settings
        {
            Tell = tell,
            Timeout = LongestRequest,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", RegexOptions.NonBacktracking)]
    private static partial Regex BucketName();

    private static (string Bucket, string Key) Split(Location path)
    {
        var parts = path.ToString()["s3://".Length..].Split('/', 2);
        return parts[0].Length > 0 ? (parts[0], parts.ElementAtOrDefault(1) ?? "") : throw new IOException($"{path}: write s3://BUCKET/KEY");
    }

    private static StoredFile FileOf(string bucket, S3Object found) =>
        new(Location.Of($"s3://{bucket}", default) / found.Key, found.Size ?? 0, Version(found.ETag)) { ChangedAt = found.LastModified };

    /// <summary>An entity tag without its quotes, as conditions take it everywhere.</summary>
    private static string Version(string tag) => tag.Trim('"');

    /// <summary>The MD5 that the entity tag of an object is which came in one piece, or nothing.</summary>
    private static string? ContentHash(StoredFile file) =>
        file.Version is { Length: 32 } tag && tag.All(char.IsAsciiHexDigit) ? tag.ToLowerInvariant() : null;

    private static string Prefix(string key) => key.Length == 0 || key.EndsWith('/') ? key : key + "/";

    private async Task<GetObjectResponse> GetAsync(StoredFile file, long start, long end, CancellationToken cancellation)
    {
        var (bucket, key) = Split(file.Path);
        var request = new GetObjectRequest
        {
            BucketName = bucket,
            Key = key,
            // With a range there is no checksum of the service.
            ByteRange = start == 0 && end == file.Size ? null : new ByteRange(start, end - 1),
            EtagToMatch = file.Version,
        };
        try
        {
            return await AskAsync(file.Path, stop => _client.GetObjectAsync(request, stop), cancellation);
        }
        catch (IOException error) when (S3Failure.IsUnmetCondition(error))
        {
            throw new SourceChangedException(file.Path.ToString());
        }
    }

    private async Task<string> PutAsync(Location path, string text, Action<PutObjectRequest> under, Action mayChange, CancellationToken cancellation)
    {
        var (bucket, key) = Split(path);
        mayChange();
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = key,
            InputStream = body,
        };
        under(request);
        return Version((await AskAsync(path, stop => _client.PutObjectAsync(request, stop), cancellation)).ETag);
    }

    /// <summary>Gives the copy, whose entity tag can be another: of one made in parts, or one that is encrypted with a key of its own.</summary>
    private async Task<StoredFile> CopyAsync(StoredFile from, Location to, CancellationToken cancellation)
    {
        var (source, sourceKey) = Split(from.Path);
        var (bucket, key) = Split(to);
        if (from.Size <= LargestCopy)
        {
            var copy = new CopyObjectRequest
            {
                SourceBucket = source,
                SourceKey = sourceKey,
                DestinationBucket = bucket,
                DestinationKey = key,
                ETagToMatch = from.Version,
            };
            var tag = (await ChangeAsync(to, stop => _client.CopyObjectAsync(copy, stop), cancellation)).ETag;
            return new StoredFile(to, from.Size, Version(tag));
        }

        var upload = (await ChangeAsync(to, stop => _client.InitiateMultipartUploadAsync(bucket, key, stop), cancellation)).UploadId;
        try
        {
            List<PartETag> parts = [];
            for (long start = 0; start < from.Size; start += LargestCopy)
            {
                var request = new CopyPartRequest
                {
                    SourceBucket = source,
                    SourceKey = sourceKey,
                    DestinationBucket = bucket,
                    DestinationKey = key,
                    UploadId = upload,
                    PartNumber = parts.Count + 1,
                    FirstByte = start,
                    LastByte = Math.Min(from.Size, start + LargestCopy) - 1,
                    ETagToMatch = [from.Version],
                };
                parts.Add(new PartETag(parts.Count + 1, (await ChangeAsync(to, stop => _client.CopyPartAsync(request, stop), cancellation)).ETag));
            }

            var complete = new CompleteMultipartUploadRequest
            {
                BucketName = bucket,
                Key = key,
                UploadId = upload,
                PartETags = parts,
            };
            await ChangeAsync(to, stop => _client.CompleteMultipartUploadAsync(complete, stop), cancellation);
        }
        catch
        {
            await AbortAsync(to, upload);
            throw;
        }

        // Not every service says the tag of what it put together.
        return await FindAsync(to, cancellation) ?? throw new FileNotFoundException($"{to}: the copy is not there");
    }

    /// <summary>Parts of an upload that was given up cost money until they are told to go.</summary>
    private async Task AbortAsync(Location path, string upload)
    {
        var (bucket, key) = Split(path);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5), _clock);
        try
        {
            await AskAsync(path, stop => _client.AbortMultipartUploadAsync(bucket, key, upload, stop), limit.Token);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // The failure that led here is the one to tell.
        }
    }

    private async Task DeleteObjectsAsync(Location folder, IEnumerable<StoredFile> files, CancellationToken cancellation)
    {
        var (bucket, _) = Split(folder);
        foreach (var some in files.Chunk(DeletedAtOnce))
        {
            var request = new DeleteObjectsRequest
            {
                BucketName = bucket,
                Quiet = true,
                Objects = [.. some.Select(file => new KeyVersion { Key = Split(file.Path).Key })],
            };
            await ChangeAsync(folder, stop => _client.DeleteObjectsAsync(request, stop), cancellation);
        }
    }

    private async Task<(IReadOnlyList<StoredFile> Files, IReadOnlyList<string> Folders)> ListAsync(
        Location folder,
        string nameStart,
        string? delimiter,
        CancellationToken cancellation
    )
    {
        var (bucket, key) = Split(folder);
        var prefix = Prefix(key);
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = prefix + nameStart,
            Delimiter = delimiter,
        };
        List<StoredFile> files = [];
        List<string> folders = [];
        do
        {
            var page = await AskAsync(folder, stop => _client.ListObjectsV2Async(request, stop), cancellation);
            files.AddRange((page.S3Objects ?? []).Where(found => !found.Key.EndsWith('/')).Select(found => FileOf(bucket, found)));
            folders.AddRange((page.CommonPrefixes ?? []).Select(common => common[prefix.Length..^1]));
            request.ContinuationToken = page.NextContinuationToken;
        } while (request.ContinuationToken is not null);
        return (files, folders);
    }

    private Task<T> ChangeAsync<T>(Location path, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        _mayChange();
        return AskAsync(path, call, cancellation);
    }

    /// <summary>What the SDK throws becomes an error that names the place.</summary>
    private async Task<T> AskAsync<T>(Location path, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _end.Token);
        try
        {
            await BeforeRequest(either.Token);
            return await call(either.Token);
        }
        catch (Exception error) when (S3Failure.IsOne(error, either.Token))
        {
            throw S3Failure.Of(path, error);
        }
    }

    /// <summary>A temporary folder whose files are uploaded.</summary>
    private sealed class Upload(S3FileStore store, Location folder, string scratch)
        : WorkFolder(Directory.CreateDirectory(System.IO.Path.Combine(scratch, $"upload-{Guid.NewGuid():N}")).FullName)
    {
        public override async Task BringAsync(CancellationToken cancellation)
        {
            var (bucket, key) = Split(folder);
            using var transfer = new TransferUtility(store._client);
            await FileReading.InParallelAsync(
                Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories),
                (file, token) =>
                    store.ChangeAsync(
                        folder,
                        async stop =>
                        {
                            await transfer.UploadAsync(file, bucket, Prefix(key) + System.IO.Path.GetRelativePath(Path, file), stop);
                            return true;
                        },
                        token
                    ),
                cancellation
            );
        }

        public override ValueTask DisposeAsync()
        {
            LocalFolder.TryDelete(Path);
            return ValueTask.CompletedTask;
        }
    }
}
