using System.Net;
using Amazon.Runtime;
using Amazon.S3;

namespace SparkReco.Tests.Support;

/// <summary>A client of the running server, for those that answer some requests themselves.</summary>
internal class S3Client()
    : AmazonS3Client(
        new BasicAWSCredentials(S3Server.Key, S3Server.Secret),
        new AmazonS3Config
        {
            ServiceURL = S3Server.Endpoint,
            ForcePathStyle = true,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        }
    )
{
    protected static AmazonS3Exception Refusal(HttpStatusCode status) => new("") { StatusCode = status, ErrorCode = $"{status}" };
}
