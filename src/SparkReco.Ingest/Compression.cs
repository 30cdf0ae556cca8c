using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.BZip2;
using SparkReco.Storage;
using ZstdSharp;

namespace SparkReco.Ingest;

/// <summary>A compression of files of text. The content tells it; a name that promises one must be right.</summary>
/// <param name="Name">The name of the compression, as people know it.</param>
/// <param name="Extensions">What names of files end in.</param>
/// <param name="Magic">What files begin with.</param>
/// <param name="Open">The bytes in a file; damage is a <see cref="FileRejectedException"/>.</param>
internal sealed record Compression(string Name, IReadOnlyList<string> Extensions, byte[] Magic, Func<Stream, Stream> Open)
{
    public static readonly Compression Gzip = new("gzip", [".gz"], [0x1F, 0x8B], packed => new VerifiedGzipStream(packed));

    public static readonly Compression Bzip2 = new(
        "bzip2",
        [".bz2"],
        "BZh"u8.ToArray(),
        packed => new UnpackedStream("bzip2", () => new BZip2InputStream(packed) { IsStreamOwner = true })
    );

    public static readonly Compression Zstd = new(
        "zstd",
        [".zst", ".zstd"],
        [0x28, 0xB5, 0x2F, 0xFD],
        packed => new UnpackedStream("zstd", () => new DecompressionStream(packed, leaveOpen: false))
    );

    private static readonly Compression[] _all = [Gzip, Bzip2, Zstd];

    /// <summary>The compression that the first bytes tell; null for none.</summary>
    public static Compression? OfContent(ReadOnlySpan<byte> head)
    {
        foreach (var compression in _all)
        {
            if (head.StartsWith(compression.Magic) && (compression != Bzip2 || head[4..].StartsWith("1AY&SY"u8)))
                return compression;
        }

        return null;
    }

    /// <summary>The compression that a name promises; null for none.</summary>
    public static Compression? OfName(string path) => _all.FirstOrDefault(compression => compression.ExtensionOf(path).Length > 0);

    /// <summary>The extension of a name that promises this compression; empty where it does not.</summary>
    public string ExtensionOf(string path) => Extensions.FirstOrDefault(end => path.EndsWith(end, StringComparison.OrdinalIgnoreCase)) ?? "";

    /// <summary>Has damage told as such: a library's exceptions reject the file. The library is asked at the first read.</summary>
    private sealed class UnpackedStream(string name, Func<Stream> open) : ReadOnlyStream
    {
        private Stream? _unpacked;

        public override int Read(Span<byte> buffer)
        {
            try
            {
                return (_unpacked ??= open()).Read(buffer);
            }
            catch (Exception error) when (error is SharpZipBaseException or ZstdException or EndOfStreamException or IndexOutOfRangeException)
            {
                throw new FileRejectedException($"{name}: the file is damaged or cut ({error.Message})");
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _unpacked?.Dispose();

            base.Dispose(disposing);
        }
    }
}
