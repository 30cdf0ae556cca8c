using Amazon.Runtime;
using SparkReco.Adapters.S3;
using SparkReco.Storage;
using Xunit;

namespace SparkReco.Tests.Adapters.S3;

/// <summary>What becomes of a connection that breaks while an object is read.</summary>
public sealed class S3StreamTests
{
    private static readonly byte[] Object = [.. Enumerable.Range(0, 100).Select(number => (byte)number)];

    [Theory]
    [InlineData(30, false, false)] // 100 bytes, 30 to a connection: three breaks
    [InlineData(30, true, false)]
    [InlineData(30, false, true)]
    [InlineData(30, true, true)]
    public async Task A_broken_connection_is_taken_up_where_it_broke(int bytesEach, bool endsEarly, bool isAsynchronous)
    {
        List<long> opened = [];
        using var stream = new S3Stream(
            "s3://b/k",
            (offset, _) =>
            {
                opened.Add(offset);
                return Task.FromResult<Stream>(new Breaking(Object[(int)offset..], bytesEach, endsEarly));
            },
            start: 0,
            end: 100,
            TestContext.Current.CancellationToken
        );

        using var read = new MemoryStream();
        if (isAsynchronous)
            await stream.CopyToAsync(read, TestContext.Current.CancellationToken);
        else
            stream.CopyTo(read);

        Assert.Equal(Object, read.ToArray());
        Assert.Equal([0, 30, 60, 90], opened);
    }

    [Fact]
    public void One_that_breaks_again_and_again_is_given_up()
    {
        using var stream = new S3Stream(
            "s3://b/k",
            (_, _) => Task.FromResult<Stream>(new Breaking(Object, 0, endsEarly: false)),
            start: 0,
            end: 100,
            TestContext.Current.CancellationToken
        );

        Assert.Contains(
            "s3://b/k: the connection to Amazon S3 broke 6 times",
            Assert.ThrowsAny<IOException>(() => stream.CopyTo(Stream.Null)).Message,
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData("a3cb9c8d8b1e1d3a3a2e8d1e1c7a0c1d", false)]
    [InlineData(null, true)] // of an object whose tag says nothing
    public void Bytes_that_are_not_those_that_were_stored_are_an_error(string? md5, bool areTaken)
    {
        using var stream = new VerifiedStream(new MemoryStream(Object), "s3://b/k", () => md5);

        var error = Record.Exception(() => stream.CopyTo(Stream.Null));

        Assert.Equal(areTaken, error is null);
        Assert.True(areTaken || error!.Message.StartsWith("s3://b/k: other bytes arrived than", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_checksum_that_the_service_sent_and_the_bytes_have_not_is_an_error(bool isAsynchronous)
    {
        using var stream = new S3Stream(
            "s3://b/k",
            (_, _) => Task.FromResult<Stream>(new Checking(Object)),
            start: 0,
            end: 100,
            TestContext.Current.CancellationToken
        );

        var error = await Assert.ThrowsAsync<StoreException>(async () =>
        {
            if (isAsynchronous)
                await stream.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
            else
                stream.CopyTo(Stream.Null);
        });

        Assert.StartsWith("s3://b/k: other bytes arrived than", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_were_stored_so_are_taken()
    {
        using var stream = new VerifiedStream(new MemoryStream("abc"u8.ToArray()), "s3://b/k", () => "900150983cd24fb0d6963f7d28e17f72"); // RFC 1321, appendix A.5

        stream.CopyTo(Stream.Null);
    }

    /// <summary>As the stream of the SDK with a wrong checksum: it tells when it is read to its end and disposed of.</summary>
    private sealed class Checking(byte[] bytes) : MemoryStream(bytes)
    {
        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            throw new AmazonClientException("Expected hash not equal to calculated hash");
        }
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

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Read(buffer.Span));
    }
}
