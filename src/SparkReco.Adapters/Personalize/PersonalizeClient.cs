using System.Text.Json.Nodes;
using Amazon.Runtime;
using SparkReco.Adapters.Aws;
using SparkReco.Ports;
using SparkReco.ServiceModels;

namespace SparkReco.Adapters.Personalize;

/// <summary>
/// Calls Amazon Personalize. Only what surely was not done, or only reads, is repeated here; who creates something looks afterwards whether it is
/// there.
/// </summary>
public sealed class PersonalizeClient : IPersonalize, IDisposable
{
    private static readonly ServiceHelp Help = new(
        "Amazon Personalize",
        "the permission to do it, and iam:PassRole on personalize.role (emr/iam/personalize.json)",
        "personalize.region and personalize.endpoint"
    );

    private readonly AwsClient _client;

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
        _client = new AwsClient(Help, region, endpoint, credentials, clock, log);
    }

    public string Description { get; }

    public bool IsStandIn { get; private set; }

    public async Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellation)
    {
        try
        {
            return await _client.CallAsync(ServiceModel.OperationOf(operation), request, RepeatOf(operation), cancellation);
        }
        catch (AwsException error)
        {
            throw new PersonalizeException(error.Message, error)
            {
                Type = error.Type,
                ServiceMessage = error.ServiceMessage,
                Outcome = error.Outcome,
            };
        }
        finally
        {
            IsStandIn |= _client.Server.Contains("SparkReco", StringComparison.Ordinal);
        }
    }

    public void Dispose() => _client.Dispose();

    private static Repeat RepeatOf(string operation) =>
        // Who looks how far something is comes again anyway, and later is better where the service is busy.
        operation.StartsWith("Describe", StringComparison.Ordinal)
            ? Repeat.WhenUnknown
        : operation.StartsWith("List", StringComparison.Ordinal) || operation.StartsWith("Get", StringComparison.Ordinal) ? Repeat.Always
        : Repeat.WhenBusy;
}
