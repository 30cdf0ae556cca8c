using SparkReco.Ingest;
using Xunit;

namespace SparkReco.Tests.Ingest;

public sealed class RepeatFilterTests
{
    [Fact]
    public void Every_hash_that_repeats_is_found_and_few_others()
    {
        var filter = new RepeatFilter(inputBytes: 1 << 20);
        List<long> suspects = [];
        for (var i = 0; i < 100_000; i += 1000)
            filter.Add([.. Enumerable.Range(i, 1000).Select(Hash)], suspects.Add);

        Assert.InRange(suspects.Count, 0, 500);
        suspects.Clear();
        filter.Add([.. Enumerable.Range(0, 100_000).Select(Hash)], suspects.Add);
        Assert.Equal(Enumerable.Range(0, 100_000).Select(Hash), suspects);
    }

    [Fact]
    public void A_hash_that_repeats_at_once_is_found()
    {
        List<long> suspects = [];
        new RepeatFilter(inputBytes: 0).Add([0, long.MaxValue, 0, long.MaxValue], suspects.Add);
        Assert.Equal([0, long.MaxValue], suspects);
    }

    [Fact]
    public void Hashes_of_short_texts_do_not_meet()
    {
        HashSet<ulong> hashes = [.. Enumerable.Range(0, 1_000_000).Select(i => RowHash.Of(System.Text.Encoding.ASCII.GetBytes($"{i}")))];
        Assert.Equal(1_000_000, hashes.Count);
    }

    private static long Hash(int i) => (long)(RowHash.Of(i) >> 1);
}
