using System.Security.Cryptography;
using System.Text;

namespace SparkReco.Storage;

/// <summary>SHA-256 in lower-case hexadecimal.</summary>
public static class Hashing
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static async Task<string> OfAsync(Stream stream, CancellationToken cancellation) => Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
}
