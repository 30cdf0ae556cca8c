using SparkReco.Kernels;
using Xunit;

namespace SparkReco.Tests.Kernels;

public sealed class TopSelectorTests
{
    [Theory]
    [InlineData(1, 1000, 7)]
    [InlineData(5, 1000, 3)]
    [InlineData(50, 49, 100)]
    [InlineData(50, 116, 1)]
    [InlineData(50, 117, 1_000_000)]
    [InlineData(100, 5000, 40)]
    public void It_keeps_the_first_in_the_order_of_a_sort_whatever_the_ties(int size, int count, int scores)
    {
        var random = new Random(size + count);
        var selector = new TopSelector<Scored>(size);
        for (var round = 0; round < 3; round++)
        {
            Scored[] all = [.. Enumerable.Range(0, count).Select(item => new Scored(random.Next(scores), item))];
            random.Shuffle(all);
            foreach (var next in all)
                selector.Add(next);

            Assert.Equal(all.OrderByDescending(next => next.Score).ThenBy(next => next.Item).Take(size), selector.Take().ToArray());
        }
    }

    [Fact]
    public void Of_nothing_it_gives_nothing() => Assert.True(new TopSelector<Scored>(3).Take().IsEmpty);
}
