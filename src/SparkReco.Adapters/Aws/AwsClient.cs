using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using SparkReco.Ports;
using SparkReco.ServiceModels;

namespace SparkReco.Adapters.Aws;

/// <summary>
/// Calls services of AWS that take JSON: operations, paths and targets are those of the service's model. Credentials that ran out are looked for
/// once more; what else is repeated, the caller says.
/// </summary>
internal sealed class AwsClient : IDisposable
{
    private const int MaxAttempts = 6;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(1);

    private readonly HttpClient _http = new() { Timeout = LongestRequest };
    private readonly ServiceHelp _help;
    private readonly string _region;
    private readonly Uri? _endpoint;
    private readonly Credentials _credentials;
    private readonly TimeProvider _clock;
    private readonly Action<string> _log;

    // Clients that were refused at the same time must not come again at the same time.
    private readonly Random _jitter = new(Guid.NewGuid().GetHashCode());

    /// <param name="help">What the service is to people.</param>
    /// <param name="region">The region's name, such as <c>eu-west-1</c>.</param>
    /// <param name="endpoint">Where the service is; null for Amazon's own.</param>
    /// <param name="credentials">Who signs; null for the AWS SDK's chain: environment, profile, or the role of the machine.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="log">Is told of each attempt that failed.</param>
    public AwsClient(ServiceHelp help, string region, Uri? endpoint, ImmutableCredentials? credentials, TimeProvider clock, Action<string> log)
    {
        _help = help;
        _region = region;
        _endpoint = endpoint;
        _credentials = new Credentials(credentials);
        _clock = clock;
        _log = log;
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("SparkReco", typeof(AwsClient).Assembly.GetName().Version!.ToString(3)));
    }

    /// <summary>Who answered last, as the header <c>Server</c> says; nothing where none has.</summary>
    public string Server { get; private set; } = "";

    /// <summary>Calls an operation with the members of its request, and gives those of its reply.</summary>
    /// <exception cref="AwsException">The service refused or failed, or can't be reached.</exception>
    public async Task<JsonObject> CallAsync(Operation operation, JsonObject request, Repeat repeat, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await SendAsync(operation, request, cancellation);
            }
            catch (AwsException error)
            {
                _log($"{_help.Name}: {operation.Name}, attempt {attempt}: {error.Message}");
                var isRefreshed = error.Outcome == Outcome.Refused && attempt == 1 && Credentials.RanOut(error.Type) && _credentials.Forget();
                var mayRepeat = error.Outcome switch
                {
                    Outcome.Busy => repeat.HasFlag(Repeat.WhenBusy),
                    Outcome.Unknown => repeat.HasFlag(Repeat.WhenUnknown),
                    _ => false,
                };
                if (!isRefreshed && (!mayRepeat || attempt == MaxAttempts))
                    throw;
            }

            await Task.Delay(PauseAfter(attempt), _clock, cancellation);
        }
    }

    public void Dispose() => _http.Dispose();

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
            Server = response.Headers.Server.ToString();
        }
        catch (Exception error)
            when (!cancellation.IsCancellationRequested && error is HttpRequestException or IOException or OperationCanceledException)
        {
            throw ServiceFailure.NoAnswer(_help, operation.Name, url, error);
        }

        var reply = Parse(text);
        if (status is < 200 or >= 300)
            throw ServiceFailure.Of(_help, operation, url, status, type, reply);
        // A connection that broke between the head of a reply and its body looks like a reply of nothing.
        var isEmpty = text.Length == 0 && operation.Output is null or { Members.Count: 0 };
        return reply ?? (isEmpty ? [] : throw ServiceFailure.Unreadable(operation, url, text));
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
