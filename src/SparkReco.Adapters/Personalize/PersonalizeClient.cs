using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using SparkReco.Ports;
using SparkReco.ServiceModels;

namespace SparkReco.Adapters.Personalize;

/// <summary>
/// Calls Amazon Personalize: the operations, paths and targets are those of the service's model. Only what surely was not done, or only reads, is
/// repeated here; who creates something looks afterwards whether it is there.
/// </summary>
public sealed class PersonalizeClient : IPersonalize, IDisposable
{
    private const int MaxAttempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new() { Timeout = LongestRequest };
    private readonly string _region;
    private readonly Uri? _endpoint;
    private readonly Credentials _credentials;
    private readonly TimeProvider _clock;
    private readonly Action<string> _log;

    // Clients that were refused at the same time must not come again at the same time.
    private readonly Random _jitter = new(Guid.NewGuid().GetHashCode());

    /// <param name="region">The region's name, such as <c>eu-west-1</c>.</param>
    /// <param name="endpoint">Where the service is; null for Amazon's own.</param>
    /// <param name="credentials">Who signs; null for the AWS SDK's chain: environment, profile, or the role of the machine.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="log">Is told of each attempt that failed.</param>
    /// <param name="description">What people call the service; null is by its place.</param>
    public PersonalizeClient(
        string region,
        Uri? endpoint,
        ImmutableCredentials? credentials,
        TimeProvider clock,
        Action<string> log,
        string? description = null
    )
    {
        Description = description ?? (endpoint is null ? $"Amazon Personalize in {region}" : $"Personalize at {endpoint.ToString().TrimEnd('/')}");
        _region = region;
        _endpoint = endpoint;
        _credentials = new Credentials(credentials);
        _clock = clock;
        _log = log;
        _http.DefaultRequestHeaders.UserAgent.Add(
            new ProductInfoHeaderValue("SparkReco", typeof(PersonalizeClient).Assembly.GetName().Version!.ToString(3))
        );
    }

    public string Description { get; }

    public bool IsStandIn { get; private set; }

    public async Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellation)
    {
        var called = ServiceModel.OperationOf(operation);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendAsync(called, request, cancellation);
            }
            catch (PersonalizeException error)
            {
                _log($"Personalize: {operation}, attempt {attempt}: {error.Message}");
                var isRefreshed = error.Outcome == Outcome.Refused && attempt == 1 && Credentials.RanOut(error.Type) && _credentials.Forget();
                // Who looks how far something is comes again anyway, and later is better where the service is busy.
                var mayRepeat =
                    (error.Outcome == Outcome.Busy && !operation.StartsWith("Describe", StringComparison.Ordinal))
                    || (error.Outcome == Outcome.Unknown && OnlyReads(operation));
                if (!isRefreshed && (!mayRepeat || attempt == MaxAttempts))
                    throw;
            }

            await Task.Delay(PauseAfter(attempt), _clock, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

    private static bool OnlyReads(string operation) =>
        operation.StartsWith("Describe", StringComparison.Ordinal)
        || operation.StartsWith("List", StringComparison.Ordinal)
        || operation.StartsWith("Get", StringComparison.Ordinal);

    /// <summary>Up to twice as long after each attempt, and by chance shorter.</summary>
    private TimeSpan PauseAfter(int attempt)
    {
        var longest = FirstPause * Math.Pow(2, attempt);
        lock (_jitter)
            return (longest < LongestPause ? longest : LongestPause) * (0.5 + (_jitter.NextDouble() / 2));
    }

    private async Task<JsonObject> SendAsync(Operation operation, JsonObject request, CancellationToken cancellation)
    {
        var url = new Uri(_endpoint ?? ServiceEndpoint(operation.Service), operation.Path);
        var body = JsonSerializer.SerializeToUtf8Bytes(request);
        Dictionary<string, string> headers = new() { ["Content-Type"] = operation.Service.ContentType };
        if (operation.Service.TargetPrefix is { } target)
            headers["X-Amz-Target"] = $"{target}.{operation.Name}";
        var credentials = await _credentials.GetAsync(cancellation);
        var signed = RequestSigner.Sign(
            operation.Method,
            url,
            headers,
            body,
            operation.Service.SigningName,
            _region,
            credentials,
            _clock.GetUtcNow().UtcDateTime
        );
        using var message = new HttpRequestMessage(new HttpMethod(operation.Method), url) { Content = new ByteArrayContent(body) };
        foreach (var (name, value) in signed)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        int status;
        string text;
        string? type;
        try
        {
            using var response = await _http.SendAsync(message, cancellation);
            text = await response.Content.ReadAsStringAsync(cancellation);
            status = (int)response.StatusCode;
            type = response.Headers.TryGetValues("x-amzn-ErrorType", out var types) ? types.First() : null;
            IsStandIn |= response.Headers.Server.ToString().Contains("SparkReco", StringComparison.Ordinal);
        }
        catch (Exception error)
            when (!cancellation.IsCancellationRequested && error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw ServiceFailure.NoAnswer(operation.Name, url, error);
        }

        var reply = Parse(text);
        if (status is < 200 or >= 300)
            throw ServiceFailure.Of(operation, url, status, type, reply);
        return reply ?? (text.Length == 0 ? [] : throw ServiceFailure.Unreadable(operation.Name, url, text));
    }

    private Uri ServiceEndpoint(ServiceModel service) =>
        new($"https://{service.EndpointPrefix}.{_region}.amazonaws.com{(_region.StartsWith("cn-", StringComparison.Ordinal) ? ".cn" : "")}");

    private static JsonObject? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
