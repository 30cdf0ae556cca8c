using System.IO.Compression;
using System.Text;

namespace SparkReco.Tests.Ingest;

/// <summary>A folder for one test, removed with it.</summary>
public sealed class TempFolder : IDisposable
{
    // In hexadecimal: Spark refuses Java options that have Xmx anywhere in them, even in a folder's random name.
    public string Root { get; } = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"sparkreco-{Guid.NewGuid():N}")).FullName;

    public string Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    public string Write(string path, byte[] bytes)
    {
        var full = Path.Join(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, bytes);
        return full;
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static byte[] Gzip(byte[] bytes)
    {
        using var target = new MemoryStream();
        using (GZipStream gzip = new(target, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(bytes);

        // The stream of System.IO.Compression writes nothing at all for no bytes.
        return target.Length > 0 ? target.ToArray() : [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
