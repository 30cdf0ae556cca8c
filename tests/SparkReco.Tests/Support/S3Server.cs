using System.Diagnostics;
using SparkReco.Adapters.S3;
using SparkReco.Storage;
using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>
/// A real S3 server on this machine (Ceph's), one for all tests; it goes with the tests' process, however that ends. The environment of this
/// process says where it is.
/// </summary>
internal sealed class S3Server
{
    public const string Key = "test";
    public const string Secret = "testsecret";

    private static readonly Lazy<S3Server> One = new(() => new S3Server());

    private readonly Process _process;

    private S3Server()
    {
        foreach (var (name, value) in ClientEnvironment)
            Environment.SetEnvironmentVariable(name, value);
        var folder = Directory.CreateTempSubdirectory("sparkreco-s3-").FullName;
        string[] arguments = [Path.Combine(Golden.Root, "tests", "SparkReco.Tests", "Support", "s3_server.py"), folder, $"{Port}", Key, Secret];
        _process = Process.Start(
            new ProcessStartInfo("python3", arguments)
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;
        Assert.Equal("ready", _process.StandardOutput.ReadLine());
    }

    /// <summary>Where the server is, or will be when the first test asks for it.</summary>
    public static int Port { get; } = SparkServer.FreePort();

    public static string Endpoint => $"http://127.0.0.1:{Port}";

    /// <summary>What the program needs to find it, on executors too.</summary>
    public static IReadOnlyDictionary<string, string> ClientEnvironment { get; } =
        new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_S3"] = Endpoint,
            ["AWS_ACCESS_KEY_ID"] = Key,
            ["AWS_SECRET_ACCESS_KEY"] = Secret,
            ["AWS_REGION"] = "us-east-1",
        };

    /// <summary>What a Spark of Apache needs to find it: its own scheme is s3a, and Ceph takes no signature in pieces.</summary>
    public static IEnumerable<string> SparkConfiguration { get; } =
    [
        "spark.hadoop.fs.s3.impl=org.apache.hadoop.fs.s3a.S3AFileSystem",
        $"spark.hadoop.fs.s3a.endpoint={Endpoint}",
        "spark.hadoop.fs.s3a.path.style.access=true",
        "spark.hadoop.fs.s3a.connection.ssl.enabled=false",
        "spark.hadoop.fs.s3a.signing-algorithm=S3SignerType",
    ];

    /// <summary>A folder of the running server that nobody else uses.</summary>
    public static Location NewFolder()
    {
        if (!File.Exists("/usr/bin/radosgw"))
            Missing.Skip("there is no S3 server: the packages radosgw, ceph-mon, ceph-osd and ceph-common are not installed");
        _ = One.Value;
        return Location.Of($"s3://ready/{Guid.NewGuid():N}", default);
    }

    /// <summary>A store of the running server.</summary>
    public static S3FileStore Open(TimeSpan? leaseTerm = null) => new(TimeProvider.System, leaseTerm);

    /// <summary>Copies all files below a local folder to a folder of the server.</summary>
    public static async Task UploadAsync(string local, Location folder)
    {
        using var store = Open();
        await using var work = store.Work(folder, Path.GetTempPath());
        foreach (var file in Directory.GetFiles(local, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(work.Path, Path.GetRelativePath(local, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        await work.BringAsync(CancellationToken.None);
    }

    /// <summary>Copies all files below a folder of the server to a local one.</summary>
    public static async Task DownloadAsync(Location folder, string local)
    {
        using var store = Open();
        var copies = Path.Combine(local, ".copies");
        foreach (var file in await store.ListAsync(folder, CancellationToken.None))
        {
            var target = Path.Combine(local, file.Path.From(folder));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(await store.FetchAsync(file, copies, CancellationToken.None), target);
        }

        Directory.Delete(copies, recursive: true);
    }
}
