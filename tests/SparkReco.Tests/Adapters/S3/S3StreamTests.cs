using SparkReco.Adapters.S3;
using Xunit;

namespace SparkReco.Tests.Adapters.S3;

/// <summary>What becomes of a connection that breaks while an object is read.</summary>
public sealed class S3StreamTests
{
    private static readonly byte[] Object = [.. Enumerable.Range(0, 100).Select(number => (byte)number)];

    [Theory]
    [InlineData(30, false)] // 100 bytes, 30 to a connection: three breaks
    [InlineData(30, true)]
    public void A_broken_connection_is_taken_up_where_it_broke(int bytesEach, bool endsEarly)
    {
        List<long> opened = [];
        using var stream = new S3Stream(
            "s3://b/k", offset =>
            {
                opened.Add(offset);
                return new Breaking(Object[(int)offset..], bytesEach, endsEarly);
            },
            start: 0, end: 100);

        using var read = new MemoryStream();
        stream.CopyTo(read);

        Assert.Equal(Object, read.ToArray());
        Assert.Equal([0, 30, 60, 90], opened);
    }

    [Fact]
    public void One_that_breaks_again_and_again_is_given_up()
    {
        using var stream = new S3Stream("s3://b/k", _ => new Breaking(Object, 0, endsEarly: false), start: 0, end: 100);

        Assert.Contains("s3://b/k: the connection to Amazon S3 broke 6 times", Assert.Throws<IOException>(() => stream.CopyTo(Stream.Null)).Message, StringComparison.Ordinal);
    }

    /// <summary>Gives so many bytes, then fails, or ends as if there were no more.</summary>
    private sealed class Breaking(byte[] bytes, int most, bool endsEarly) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer)
        {
            if (Position >= most)
                return endsEarly ? 0 : throw new IOException("reset");
            return base.Read(buffer[..Math.Min(buffer.Length, most - (int)Position)]);
        }
    }
}
