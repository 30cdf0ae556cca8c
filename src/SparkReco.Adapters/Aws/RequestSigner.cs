using Amazon.Runtime;
using Amazon.Runtime.Internal.Auth;

namespace SparkReco.Adapters.Aws;

/// <summary>
/// Signs requests (AWS Signature Version 4) with the SDK's own signer. Its type is public, in a namespace that says internal: nobody else here
/// knows it, and a test knows the signature that it must make.
/// </summary>
internal static class RequestSigner
{
    /// <summary>The headers to send with a request: those given and those of the signature.</summary>
    /// <param name="method">The method of HTTP.</param>
    /// <param name="url">Where the request goes; it has no query.</param>
    /// <param name="headers">The other headers to sign.</param>
    /// <param name="body">What is sent.</param>
    /// <param name="service">The service's name in signatures.</param>
    /// <param name="region">The region's name in signatures.</param>
    /// <param name="credentials">Who signs.</param>
    /// <param name="at">When, in UTC.</param>
    public static IReadOnlyDictionary<string, string> Sign(
        string method,
        Uri url,
        IReadOnlyDictionary<string, string> headers,
        byte[] body,
        string service,
        string region,
        ImmutableCredentials credentials,
        DateTime at
    )
    {
        var signed = new SortedDictionary<string, string>(headers.ToDictionary(), StringComparer.OrdinalIgnoreCase)
        {
            ["X-Amz-Date"] = AWS4Signer.FormatDateTime(at, "yyyyMMddTHHmmssZ"),
        };
        if (credentials.UseToken)
            signed["X-Amz-Security-Token"] = credentials.Token;
        var canonical = new SortedDictionary<string, string>(
            signed.Append(new("host", url.Authority)).ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.Trim()),
            StringComparer.Ordinal
        );
        var names = string.Join(';', canonical.Keys);
        var request =
            $"{method}\n{url.AbsolutePath}\n\n{string.Concat(canonical.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{Convert.ToHexStringLower(AWS4Signer.ComputeHash(body))}";
        var result = AWS4Signer.ComputeSignature(credentials, region, at, service, names, request);
        signed["Authorization"] = result.ForAuthorizationHeader;
        return signed;
    }
}
