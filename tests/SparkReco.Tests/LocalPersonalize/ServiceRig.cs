using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize;
using SparkReco.LocalPersonalize.Wire;
using SparkReco.ServiceModels;
using SparkReco.Storage;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>A running service with folders of its own, and a client that checks each reply against the service's model.</summary>
internal sealed class ServiceRig : IAsyncDisposable
{
    public const string Key = "AKIDEXAMPLE";
    public const string Secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    public const string Role = "arn:aws:iam::000000000000:role/personalize";

    private readonly HttpClient _client = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("sparkreco-personalize-").FullName;

    private ServiceRig(Func<LocalServiceOptions, LocalServiceOptions> change) =>
        Options = change(
            new LocalServiceOptions
            {
                State = Path.Combine(_folder, "state"),
                Buckets = Path.Combine(_folder, "s3"),
                Stores = new Stores(new LocalFileStore(TimeProvider.System), new Dictionary<string, Func<IFileStore>>()),
                Credentials = new Dictionary<string, string> { [Key] = Secret },
                Train = PopularityModel.Train,
                Load = PopularityModel.Load,
            }
        );

    public LocalServiceOptions Options { get; private set; }

    public LocalService Service { get; private set; } = null!;

    public static async Task<ServiceRig> StartAsync(Func<LocalServiceOptions, LocalServiceOptions>? change = null)
    {
        var rig = new ServiceRig(change ?? (options => options));
        await rig.RestartAsync();
        return rig;
    }

    /// <summary>Ends the service, if it runs, and starts another on its state.</summary>
    public async Task RestartAsync(Func<LocalServiceOptions, LocalServiceOptions>? change = null)
    {
        if (Service is not null)
            await Service.DisposeAsync();
        Options = (change ?? (options => options))(Options);
        Service = await LocalService.StartAsync(Options, TestContext.Current.CancellationToken);
    }

    /// <summary>The path of an object that is a file of this machine.</summary>
    public string PathOf(string bucketAndKey)
    {
        var path = Path.Combine(Options.Buckets!, bucketAndKey);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }

    public void Write(string bucketAndKey, string text) => File.WriteAllText(PathOf(bucketAndKey), text);

    /// <summary>Calls an operation that must succeed.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject input)
    {
        var (status, _, reply) = await SendAsync(operation, input);
        Assert.True(status == 200, $"{operation}: {reply.ToJsonString()}");
        CheckReply(operation, reply);
        return reply;
    }

    /// <summary>Whether a reply fits its shape, but for the roles of some jobs, of which the model says that they are ARNs of Personalize.</summary>
    public static void CheckReply(string operation, JsonObject reply)
    {
        var problems = ShapeCheck.Check(ServiceModel.OperationOf(operation).Output, reply, knowsAll: true);
        Assert.DoesNotContain(problems, problem => !problem.Contains("roleArn' failed to satisfy constraint", StringComparison.Ordinal));
    }

    /// <summary>Calls an operation that must fail, and gives the error's type and message.</summary>
    public async Task<(string Type, string Message)> FailAsync(string operation, JsonObject input)
    {
        var (status, type, reply) = await SendAsync(operation, input);
        Assert.True(status >= 400, $"{operation}: {reply.ToJsonString()}");
        Assert.Equal(type, (string?)reply["__type"]);
        return (type, (string)reply["message"]!);
    }

    public async Task<(int Status, string Type, JsonObject Reply)> SendAsync(
        string operation,
        JsonObject input,
        Action<HttpRequestMessage>? change = null
    )
    {
        using var request = Request(operation, input, TimeProvider.System.GetUtcNow());
        change?.Invoke(request);
        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(LocalService.Name, string.Join(" ", response.Headers.GetValues("Server")));
        Assert.NotEmpty(response.Headers.GetValues("x-amzn-RequestId").Single());
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (
            (int)response.StatusCode,
            response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.Single() : "",
            body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject()
        );
    }

    /// <summary>A signed request, made without the code that checks the signature's canonical form.</summary>
    public HttpRequestMessage Request(string name, JsonObject input, DateTimeOffset time, string key = Key, string secret = Secret)
    {
        var operation = ServiceModel.OperationOf(name);
        var body = input.ToJsonString();
        var stamp = time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        var host = Service.Endpoint.Authority;
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Service.Endpoint, operation.Path))
        {
            Content = new StringContent(body, Encoding.UTF8),
        };
        request.Content.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", operation.Service.ContentType);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", stamp);
        var (names, values) = ("host;x-amz-date", $"host:{host}\nx-amz-date:{stamp}\n");
        if (operation.Service.TargetPrefix is { } prefix)
        {
            request.Headers.TryAddWithoutValidation("X-Amz-Target", $"{prefix}.{name}");
            (names, values) = ($"{names};x-amz-target", $"{values}x-amz-target:{prefix}.{name}\n");
        }

        var canonical = $"POST\n{operation.Path}\n\n{values}\n{names}\n{Hash(body)}";
        var scope = $"{stamp[..8]}/us-east-1/personalize/aws4_request";
        var signature = Signature.Sign(secret, stamp[..8], "us-east-1", "personalize", $"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{Hash(canonical)}");
        request.Headers.TryAddWithoutValidation(
            "Authorization",
            $"AWS4-HMAC-SHA256 Credential={key}/{scope}, SignedHeaders={names}, Signature={signature}"
        );
        return request;
    }

    public async Task<string> StatusAsync(string kind, string arn)
    {
        var member = char.ToLowerInvariant(kind[0]) + kind[1..];
        var reply = await CallAsync($"Describe{kind}", new JsonObject { [$"{member}Arn"] = arn });
        return (string)reply[member]!["status"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
