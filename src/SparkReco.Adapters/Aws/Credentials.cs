using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using SparkReco.Ports;

namespace SparkReco.Adapters.Aws;

/// <summary>Who signs requests: those given, or those of the AWS SDK's chain, which renews them.</summary>
internal sealed class Credentials(ImmutableCredentials? given)
{
    private AWSCredentials? _found;

    /// <summary>Whether an error of the service says that credentials were good once.</summary>
    public static bool RanOut(string type) => type is "ExpiredTokenException" or "ExpiredToken" or "TokenRefreshRequired";

    /// <exception cref="AwsException">There are none.</exception>
    public async Task<ImmutableCredentials> GetAsync(CancellationToken cancellation)
    {
        if (given is not null)
            return given;
        try
        {
            _found ??= DefaultAWSCredentialsIdentityResolver.GetCredentials();
            return await _found.GetCredentialsAsync().WaitAsync(cancellation);
        }
        catch (Exception error) when (error is AmazonClientException or AmazonServiceException)
        {
            throw new AwsException(
                $"there are no credentials of AWS to sign requests with: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine a role.",
                error
            )
            {
                Outcome = Outcome.Refused,
            };
        }
    }

    /// <summary>Looks for credentials anew at the next request; false where there is nowhere to look.</summary>
    public bool Forget()
    {
        if (given is not null)
            return false;
        (_found as RefreshingAWSCredentials)?.ClearCredentials();
        _found = null;
        return true;
    }
}
