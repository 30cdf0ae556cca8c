using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using SparkReco.Storage;

namespace SparkReco.Adapters.S3;

/// <summary>What the AWS SDK throws, as an error that names the place, what is wrong and the remedy.</summary>
internal static class S3Failure
{
    private const string NoCredentials =
        " Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, name a profile in AWS_PROFILE, or give the machine a role.";

    /// <summary>Whether the service failed or refused; not where the caller wished the end.</summary>
    public static bool IsOne(Exception error, CancellationToken cancellation) =>
        error is AmazonClientException or AmazonServiceException or HttpRequestException or TimeoutException or (IOException and not StoreException)
        || (error is OperationCanceledException && !cancellation.IsCancellationRequested);

    /// <summary>The error to throw.</summary>
    public static StoreException Of(Location path, Exception error) =>
        error switch
        {
            AmazonS3Exception answer => new StoreException(
                $"{path}: Amazon S3 answers {(int)answer.StatusCode} {answer.ErrorCode}{Remedy(answer)}{(answer.Message.Length > 0 ? $" ({answer.Message})" : "")}",
                error
            )
            {
                IsTransient = answer.StatusCode is HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError,
            },
            _ => new StoreException(
                $"{path}: Amazon S3 can't be asked: {error.Message.Split('\n')[0]}{(IsMissingCredentials(error) ? NoCredentials : "")}",
                error
            )
            {
                IsTransient = !IsMissingCredentials(error),
            },
        };

    /// <summary>Whether a condition of a request was not met: an object is there, or is not, or is another version.</summary>
    public static bool IsUnmetCondition(IOException error) =>
        error.InnerException
            is AmazonS3Exception { StatusCode: HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict }
                or AmazonS3Exception { StatusCode: HttpStatusCode.NotFound, ErrorCode: not "NoSuchBucket" };

    private static string Remedy(AmazonS3Exception error) =>
        (error.ErrorCode, error.StatusCode) switch
        {
            ("NoSuchBucket", _) => ": there is no such bucket",
            ("InvalidAccessKeyId", _) => ": the service does not know the access key; look at AWS_ACCESS_KEY_ID, or at the profile",
            ("SignatureDoesNotMatch", _) => ": the secret key does not belong to the access key; look at AWS_SECRET_ACCESS_KEY, or at the profile",
            ("ExpiredToken" or "TokenRefreshRequired" or "InvalidToken", _) =>
                ": the credentials have run out; sign in again, or give the machine a role, which renews them",
            ("RequestTimeTooSkewed" or "RequestExpired", _) => ": this machine's clock is wrong; set it",
            ("AuthorizationHeaderMalformed" or "PermanentRedirect" or "IllegalLocationConstraintException", _)
            or (_, HttpStatusCode.MovedPermanently or HttpStatusCode.TemporaryRedirect) => ": set AWS_REGION to the region of the bucket",
            (_, HttpStatusCode.Forbidden) =>
                ": the keys or the role need s3:ListBucket on the bucket, and s3:GetObject, PutObject and DeleteObject on what is below the folder",
            (_, >= HttpStatusCode.InternalServerError) => ": the service has trouble; the same command goes on when it has not",
            _ => "",
        };

    private static bool IsMissingCredentials(Exception error) => error.Message.Contains("AWS credentials", StringComparison.Ordinal);
}
