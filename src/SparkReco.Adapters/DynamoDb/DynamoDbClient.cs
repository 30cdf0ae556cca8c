using Amazon;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using SparkReco.Adapters.Aws;
using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Adapters.DynamoDb;

/// <summary>Connects to Amazon DynamoDB, and says what went wrong there.</summary>
internal static class DynamoDbClient
{
    // The pauses between them grow to 20 seconds: a table that is throttled for some minutes is waited for.
    private const int Retries = 15;

    // Without one, a request waits for ever where packets are dropped.
    private static readonly TimeSpan LongestRequest = TimeSpan.FromMinutes(1);

    /// <summary>A client, whose credentials are those of the AWS SDK's chain.</summary>
    /// <exception cref="DatabaseException">No region is known, or there are no credentials.</exception>
    public static AmazonDynamoDBClient Open(ConnectionSettings settings)
    {
        var region = AwsPlace.RegionOf(settings);
        var config = new AmazonDynamoDBConfig
        {
            RetryMode = RequestRetryMode.Standard,
            MaxErrorRetry = Retries,
            Timeout = LongestRequest,
        };
        if (AwsPlace.EndpointOf(settings) is { } endpoint)
            (config.ServiceURL, config.AuthenticationRegion) = (endpoint.ToString(), region);
        else
            config.RegionEndpoint = RegionEndpoint.GetBySystemName(region);
        try
        {
            return new AmazonDynamoDBClient(config);
        }
        catch (AmazonClientException error)
        {
            throw Failure(settings, error);
        }
    }

    /// <summary>Whether an exception is the service's or the network's.</summary>
    public static bool IsFailure(Exception error, CancellationToken cancellation) =>
        error
            is AmazonClientException
                or AmazonServiceException
                or HttpRequestException
                or TimeoutException
                or (IOException and not DatabaseException)
        || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>What went wrong, with the connection's name and what may help.</summary>
    public static DatabaseException Failure(ConnectionSettings settings, Exception error)
    {
        var refused = error as AmazonServiceException;
        var isBusy =
            refused?.ErrorCode
            is "ProvisionedThroughputExceededException"
                or "ThrottlingException"
                or "RequestLimitExceeded"
                or "RequestLimitExceededException";
        var hasNoCredentials = error.Message.Contains("AWS credentials", StringComparison.Ordinal);
        var remedy = refused?.ErrorCode switch
        {
            "ResourceNotFoundException" => "; is it the right region, and the table's whole name?",
            "AccessDeniedException" => "; emr/iam/databases.json has what the keys or the role need",
            "UnrecognizedClientException" or "InvalidClientTokenId" =>
                "; the service does not know the access key: look at AWS_ACCESS_KEY_ID, or at the profile",
            "ExpiredTokenException" => "; the credentials have run out: sign in again, or give the machine a role, which renews them",
            _ when isBusy => "; the table has no more capacity: raise it, or lower the connection's 'read_units' or 'write_units'",
            _ when hasNoCredentials => "; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine a role",
            _ => "",
        };
        var what = error.Message.Split('\n')[0].Trim();
        return new DatabaseException(
            $"connections.{settings.Name}: DynamoDB: {what}{(refused?.ErrorCode is { Length: > 0 } code ? $" ({code})" : "")}{remedy}",
            error
        )
        {
            IsTransient = isBusy || (!hasNoCredentials && (refused is null || (int)refused.StatusCode is 0 or >= 500)),
        };
    }
}
