using System.Net;
using System.Security.Cryptography;
using System.Text;
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
public sealed class S3FileStore : IFileStore, IDisposable
{
    // Calls block their threads, those of tables and of the files of each, while others take the answers: the pool grows too slowly by itself.
    private const int Threads = 2 * FileStores.AtOnce * FileStores.AtOnce;

    private const int DeletedAtOnce = 1000;
    private const string Delimiter = "/";
    private const string NoCredentials = " Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine a role.";

    // Without one, a request waits for ever where packets are dropped.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(5);

    private readonly AmazonS3Client _client;
    private readonly TimeSpan _leaseTerm;

    /// <param name="leaseTerm">How long a lease holds that is not renewed; a minute where nothing is said.</param>
    /// <exception cref="IOException">No region is set.</exception>
    public S3FileStore(TimeSpan? leaseTerm = null)
    {
        _leaseTerm = leaseTerm ?? TimeSpan.FromMinutes(1);
        try
        {
            _client = new AmazonS3Client(Configuration());
        }
        catch (AmazonClientException error)
        {
            throw new IOException($"Amazon S3 can't be asked: {error.Message}; set AWS_REGION to the region of the bucket", error);
        }

        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Threads), ports);
    }

    /// <summary>Called before each request; for tests, in which it fails.</summary>
    internal Action BeforeRequest { get; init; } = () => { };

    /// <summary>Larger objects are copied in parts of this size, which takes less than a request may; the service copies no more than 5 GB at once.</summary>
    internal long LargestCopy { get; init; } = 1L << 30;

    public IReadOnlyList<StoredFile> Match(string path, string baseFolder) => new S3Inventory(this).Match(path);

    public IReadOnlyList<StoredFile> Files(string folder) => List(folder, Delimiter).Files;

    public IReadOnlyList<string> Folders(string folder) => List(folder, Delimiter).Folders;

    public bool HasFolder(string folder)
    {
        var (bucket, key) = Split(folder);
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = Prefix(key), MaxKeys = 1 };
        return Call(folder, () => _client.ListObjectsV2Async(request)).KeyCount > 0;
    }

    public StoredFile? Find(string path)
    {
        var (bucket, key) = Split(path);
        var found = CallUnlessAbsent(path, () => _client.GetObjectMetadataAsync(bucket, key));
        return found is null ? null : new StoredFile(path, found.ContentLength, Version(found.ETag));
    }

    public Stream Open(StoredFile file, long start, long end) => start == end ? Stream.Null : new S3Stream(file.Path, offset => OpenOnce(file, offset, end), start, end);

    public string Hash(StoredFile file) => "etag:" + file.Version;

    public string? ReadText(string path)
    {
        var (bucket, key) = Split(path);
        return CallUnlessAbsent(path, async () =>
        {
            using var found = await _client.GetObjectAsync(bucket, key);
            using var reader = new StreamReader(found.ResponseStream, Encoding.UTF8);
            return await reader.ReadToEndAsync();
        });
    }

    public void WriteText(string path, string text) => Put(path, text, _ => { });

    public void Move(string from, string to)
    {
        Copy(Find(from) ?? throw new FileNotFoundException($"{from}: there is no such object"), to);
        DeleteFile(from);
    }

    public void Replace(string source, string target, string aside, CancellationToken cancellation)
    {
        var files = ListAll(source);
        var names = files.Select(file => file.Path[source.Length..]).ToHashSet();
        var former = ListAll(target);
        DeleteObjects(target, former.Where(IsMark));
        FileStores.InParallel(files.Where(file => !IsMark(file)), file => Copy(file, target + file.Path[source.Length..]), cancellation);
        DeleteObjects(target, former.Where(file => !IsMark(file) && !names.Contains(file.Path[target.Length..])));
        FileStores.InParallel(files.Where(IsMark), file => Copy(file, target + file.Path[source.Length..]), cancellation);
    }

    public void Remove(string folder, string aside) => Delete(folder);

    public void Delete(string folder) => DeleteMarksFirst(folder, ListAll(folder));

    public void DeleteFile(string path)
    {
        var (bucket, key) = Split(path);
        Call(path, () => _client.DeleteObjectAsync(bucket, key));
    }

    public void Flush(string folder)
    {
    }

    /// <summary>A copy that is there already is of the same version.</summary>
    public string Fetch(StoredFile file, string localFolder)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{file.Path} {file.Version}")))[..32];
        var path = Path.Combine(localFolder, name + Path.GetExtension(file.Name));
        if (new FileInfo(path) is { Exists: true } copy && copy.Length == file.Size)
            return path;
        Directory.CreateDirectory(localFolder);
        var partial = $"{path}.{Guid.NewGuid():N}";
        using (var target = File.Create(partial))
        using (var source = Open(file, 0, file.Size))
            source.CopyTo(target);
        File.Move(partial, path, overwrite: true);
        return path;
    }

    public string WorkFolder(string folder) => Directory.CreateTempSubdirectory("sparkreco-").FullName;

    public void Upload(string workFolder, string folder)
    {
        var (bucket, key) = Split(folder);
        using var transfer = new TransferUtility(_client);
        FileStores.InParallel(
            Directory.EnumerateFiles(workFolder, "*", SearchOption.AllDirectories),
            file => Call(folder, async () =>
            {
                await transfer.UploadAsync(file, bucket, Prefix(key) + Path.GetRelativePath(workFolder, file));
                return true;
            }),
            CancellationToken.None);
    }

    public void EndWork(string workFolder) => Directory.Delete(workFolder, recursive: true);

    public Lease TakeLease(string path, Action<string> tell, CancellationToken cancellation) => S3Lease.Take(this, path, _leaseTerm, tell, cancellation);

    public void Dispose() => _client.Dispose();

    /// <summary>Writes an object under a condition; gives its new version, or null where the condition is not met.</summary>
    internal string? PutIf(string path, string text, string? version)
    {
        try
        {
            return Put(path, text, request =>
            {
                request.IfNoneMatch = version is null ? "*" : null;
                request.IfMatch = version;
            });
        }
        catch (IOException error) when (error.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed } or AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            return null;
        }
    }

    /// <summary>All objects below a folder.</summary>
    internal IReadOnlyList<StoredFile> ListAll(string folder) => List(folder, delimiter: null).Files;

    private static AmazonS3Config Configuration()
    {
        var hasOtherEndpoint = new[] { "AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL" }.Any(name => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(name)));
        if (!hasOtherEndpoint)
            return new AmazonS3Config { Timeout = LongestRequest };

        // Other services seldom have a host name for each bucket, and many do not know checksums behind the body.
        return new AmazonS3Config
        {
            Timeout = LongestRequest,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        };
    }

    private static (string Bucket, string Key) Split(string path)
    {
        var parts = path["s3://".Length..].Split('/', 2);
        return parts[0].Length > 0 ? (parts[0], parts.ElementAtOrDefault(1) ?? "") : throw new IOException($"{path}: write s3://BUCKET/KEY");
    }

    /// <summary>An entity tag without its quotes, as conditions take it everywhere.</summary>
    private static string Version(string tag) => tag.Trim('"');

    private static string Prefix(string key) => key.Length == 0 || key.EndsWith('/') ? key : key + "/";

    private static bool IsMark(StoredFile file) => file.Name.StartsWith('_');

    private T? CallUnlessAbsent<T>(string path, Func<Task<T>> call)
        where T : class
    {
        try
        {
            return Call(path, call);
        }
        catch (IOException error) when (error.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" })
        {
            return null;
        }
    }

    /// <summary>The SDK has no calls that block; what it throws becomes an error that names the path.</summary>
    private T Call<T>(string path, Func<Task<T>> call)
    {
        BeforeRequest();
        try
        {
            return call().GetAwaiter().GetResult();
        }
        catch (AmazonS3Exception error)
        {
            throw new IOException($"{path}: Amazon S3 answers {(int)error.StatusCode} {error.ErrorCode}{Remedy(error)}{(error.Message.Length > 0 ? $" ({error.Message})" : "")}", error);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException or HttpRequestException or IOException or TimeoutException or OperationCanceledException)
        {
            throw new IOException($"{path}: Amazon S3 can't be asked: {error.Message.Split('\n')[0]}{(error.Message.Contains("AWS credentials", StringComparison.Ordinal) ? NoCredentials : "")}", error);
        }
    }

    private static string Remedy(AmazonS3Exception error) => error.StatusCode switch
    {
        HttpStatusCode.Forbidden => ": the keys must be valid, and they or the role need s3:ListBucket on the bucket, and s3:GetObject, PutObject and DeleteObject on what is below the folder",
        HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect => ": set AWS_REGION to the region of the bucket",
        HttpStatusCode.NotFound when error.ErrorCode == "NoSuchBucket" => ": there is no such bucket",
        _ => "",
    };

    private Stream OpenOnce(StoredFile file, long start, long end)
    {
        var (bucket, key) = Split(file.Path);
        var request = new GetObjectRequest { BucketName = bucket, Key = key, ByteRange = new ByteRange(start, end - 1), EtagToMatch = file.Version };
        try
        {
            return Call(file.Path, () => _client.GetObjectAsync(request)).ResponseStream;
        }
        catch (IOException error) when (error.InnerException is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed })
        {
            throw new SourceChangedException(file.Path);
        }
    }

    private string Put(string path, string text, Action<PutObjectRequest> under)
    {
        var (bucket, key) = Split(path);
        using var body = new MemoryStream(Encoding.UTF8.GetBytes(text));
        var request = new PutObjectRequest { BucketName = bucket, Key = key, InputStream = body };
        under(request);
        return Version(Call(path, () => _client.PutObjectAsync(request)).ETag);
    }

    private void Copy(StoredFile from, string to)
    {
        var (source, sourceKey) = Split(from.Path);
        var (bucket, key) = Split(to);
        if (from.Size <= LargestCopy)
        {
            Call(to, () => _client.CopyObjectAsync(source, sourceKey, bucket, key));
            return;
        }

        var upload = Call(to, () => _client.InitiateMultipartUploadAsync(bucket, key)).UploadId;
        List<PartETag> parts = [];
        for (long start = 0; start < from.Size; start += LargestCopy)
        {
            var request = new CopyPartRequest
            {
                SourceBucket = source, SourceKey = sourceKey, DestinationBucket = bucket, DestinationKey = key, UploadId = upload,
                PartNumber = parts.Count + 1, FirstByte = start, LastByte = Math.Min(from.Size, start + LargestCopy) - 1,
            };
            parts.Add(new PartETag(parts.Count + 1, Call(to, () => _client.CopyPartAsync(request)).ETag));
        }

        var complete = new CompleteMultipartUploadRequest { BucketName = bucket, Key = key, UploadId = upload, PartETags = parts };
        Call(to, () => _client.CompleteMultipartUploadAsync(complete));
    }

    private void DeleteMarksFirst(string folder, IReadOnlyList<StoredFile> files)
    {
        DeleteObjects(folder, files.Where(IsMark));
        DeleteObjects(folder, files.Where(file => !IsMark(file)));
    }

    private void DeleteObjects(string folder, IEnumerable<StoredFile> files)
    {
        var (bucket, _) = Split(folder);
        foreach (var some in files.Chunk(DeletedAtOnce))
        {
            var request = new DeleteObjectsRequest { BucketName = bucket, Quiet = true, Objects = [.. some.Select(file => new KeyVersion { Key = Split(file.Path).Key })] };
            Call(folder, () => _client.DeleteObjectsAsync(request));
        }
    }

    private (IReadOnlyList<StoredFile> Files, IReadOnlyList<string> Folders) List(string folder, string? delimiter)
    {
        var (bucket, key) = Split(folder);
        var request = new ListObjectsV2Request { BucketName = bucket, Prefix = Prefix(key), Delimiter = delimiter };
        List<StoredFile> files = [];
        List<string> folders = [];
        do
        {
            var page = Call(folder, () => _client.ListObjectsV2Async(request));
            files.AddRange((page.S3Objects ?? []).Where(found => !found.Key.EndsWith('/')).Select(found => new StoredFile($"s3://{bucket}/{found.Key}", found.Size ?? 0, Version(found.ETag))));
            folders.AddRange((page.CommonPrefixes ?? []).Select(prefix => prefix[request.Prefix.Length..^1]));
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
        return (files, folders);
    }
}
