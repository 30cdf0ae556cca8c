using System.Buffers;
using System.Security.Cryptography;
using SparkReco.Storage;

namespace SparkReco.Ingest;

/// <summary>
/// Reads a file for others that read parts of it, for its checksum and for places where a large file of lines can be split: the first line start after every 32 MB.
/// </summary>
public static class FileScan
{
    public const long MarkBytes = 32L << 20;

    private const int BlockBytes = 1 << 18;

    public static ScannedFile Run(SourceFiles sources, SourceFile file, CancellationToken cancellation)
    {
        using var stream = sources.Open(file, cancellation);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        List<LineMark> marks = [new(0, 0)];
        long offset = 0;
        long lines = 0;
        var isPlainText = true;
        int read;
        while ((read = stream.Read(block, 0, BlockBytes)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = block.AsSpan(0, read);
            hash.AppendData(bytes);
            isPlainText &= offset > 0 || IsPlainText(bytes[..Math.Min(read, ContentHead.Bytes)]);
            if (offset >= marks[^1].Offset + MarkBytes && bytes.IndexOf((byte)'\n') is >= 0 and int at)
                marks.Add(new(offset + at + 1, lines + 1));

            lines += bytes.Count((byte)'\n');
            offset += read;
        }

        ArrayPool<byte>.Shared.Return(block);
        if (offset != file.Size)
            throw new SourceChangedException(file.Path);

        sources.RequireUnchanged(file);
        return new(file, Convert.ToHexStringLower(hash.GetHashAndReset()), isPlainText, marks);
    }

    private static bool IsPlainText(ReadOnlySpan<byte> head) =>
        ContentHead.BinaryFormat(head) is null && ContentHead.Mark(head) is null && ContentHead.WideText(head) is null && !JsonObjects.AreIn(head);
}
