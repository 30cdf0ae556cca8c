using System.Security.Cryptography;
using System.Text;

namespace SparkReco.Storage;

/// <summary>SHA-256 in lower-case hexadecimal.</summary>
public static class Hashing
{
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public static string Of(Stream stream) => Convert.ToHexStringLower(SHA256.HashData(stream));

    public static string OfFile(string path)
    {
        using var stream = File.OpenRead(path);
        return Of(stream);
    }
}
