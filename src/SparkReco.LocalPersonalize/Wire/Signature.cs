using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace SparkReco.LocalPersonalize.Wire;

/// <summary>Checks that a request is signed with a known secret (AWS Signature Version 4, in the header <c>Authorization</c>).</summary>
internal sealed class Signature(IReadOnlyDictionary<string, string> secrets, TimeProvider clock)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private static readonly TimeSpan LargestSkew = TimeSpan.FromMinutes(15);

    /// <exception cref="ServiceException">It is not.</exception>
    public void Check(HttpRequest request, ReadOnlySpan<byte> body, int status)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.Length == 0)
            throw new ServiceException("MissingAuthenticationTokenException", "Missing Authentication Token", status);

        var parts = Parts(authorization);
        var scope = parts.GetValueOrDefault("Credential")?.Split('/');
        if (scope is not [var key, var date, var region, var service, "aws4_request"] || !parts.TryGetValue("SignedHeaders", out var signedHeaders))
            throw Incomplete($"Authorization header requires '{Algorithm} Credential=…, SignedHeaders=…, Signature=…'.");
        if (!Required(request).All(signedHeaders.Split(';').Contains))
            throw Invalid("'Host' or 'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.");
        if (service != "personalize")
            throw Invalid($"Credential should be scoped to correct service: 'personalize', not '{service}'.");
        if (!secrets.TryGetValue(key, out var secret))
            throw new ServiceException("UnrecognizedClientException", "The security token included in the request is invalid.", status);

        var time = request.Headers["X-Amz-Date"].ToString();
        if (!DateTimeOffset.TryParseExact(time, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at))
            throw Incomplete("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
        CheckSkew(at);
        if (!time.StartsWith(date, StringComparison.Ordinal))
            throw Invalid($"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{date}' != '{time[..8]}'.");

        var canonical = Canonical(request, signedHeaders.Split(';'), body);
        var expected = Sign(secret, date, region, service, $"{Algorithm}\n{time}\n{date}/{region}/{service}/aws4_request\n{Hash(canonical)}");
        var given = Encoding.ASCII.GetBytes(parts.GetValueOrDefault("Signature") ?? "");
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), given))
        {
            throw Invalid(
                "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing"
                    + " method. Consult the service documentation for details."
            );
        }

        ServiceException Invalid(string message) => new("InvalidSignatureException", message, status);

        ServiceException Incomplete(string message) => new("IncompleteSignatureException", message, status);

        void CheckSkew(DateTimeOffset at)
        {
            var now = clock.GetUtcNow();
            if (at < now - LargestSkew)
                throw Invalid($"Signature expired: {Text(at)} is now earlier than {Text(now - LargestSkew)} ({Text(now)} - 15 min.)");
            if (at > now + LargestSkew)
                throw Invalid($"Signature not yet current: {Text(at)} is still later than {Text(now + LargestSkew)} ({Text(now)} + 15 min.)");
        }
    }

    /// <summary>The signature of a text under a key that is good for a day, a region and a service.</summary>
    internal static string Sign(string secret, string date, string region, string service, string toSign)
    {
        var key = Encoding.UTF8.GetBytes($"AWS4{secret}");
        foreach (var part in (string[])[date, region, service, "aws4_request"])
            key = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(part));
        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(toSign)));
    }

    /// <summary>The request as both sides hash it.</summary>
    private static string Canonical(HttpRequest request, string[] signedHeaders, ReadOnlySpan<byte> body)
    {
        // The path is encoded once more: what a client sends as %2F is signed as %252F.
        var path = string.Join('/', UriHelper.BuildRelative(path: request.Path).Split('/').Select(Uri.EscapeDataString));
        var query = string.Join(
            '&',
            request
                .Query.SelectMany(entry => entry.Value.Select(value => $"{Uri.EscapeDataString(entry.Key)}={Uri.EscapeDataString(value ?? "")}"))
                .Order(StringComparer.Ordinal)
        );
        var headers = string.Concat(signedHeaders.Select(name => $"{name}:{Trimmed(request.Headers[name].ToString())}\n"));
        return $"{request.Method}\n{path}\n{query}\n{headers}\n{string.Join(';', signedHeaders)}\n{Convert.ToHexStringLower(SHA256.HashData(body))}";
    }

    /// <summary>What a signature must cover, so that a request can't be sent as another one.</summary>
    private static IEnumerable<string> Required(HttpRequest request) =>
        request.Headers.ContainsKey("X-Amz-Target") ? ["host", "x-amz-target"] : ["host"];

    private static Dictionary<string, string> Parts(string authorization) =>
        authorization.StartsWith($"{Algorithm} ", StringComparison.Ordinal)
            ? authorization[(Algorithm.Length + 1)..]
                .Split(',', StringSplitOptions.TrimEntries)
                .Select(part => part.Split('=', 2))
                .Where(part => part.Length == 2)
                .ToLookup(part => part[0], part => part[1])
                .ToDictionary(part => part.Key, part => part.First())
            : [];

    private static string Trimmed(string value) => string.Join(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
