using System.Security.Cryptography;
using SparkReco.Demo;
using Xunit;

namespace SparkReco.Tests.Demo;

public sealed class DemoWorldTests
{
    private static readonly DemoOptions Small = new()
    {
        UserCount = 120,
        ItemCount = 150,
        BotClicks = 300,
    };

    [Fact]
    public void Equal_options_give_equal_bytes() => Assert.Equal(Hashes(Small), Hashes(Small));

    [Fact]
    public void Another_seed_gives_another_world() => Assert.NotEqual(Hashes(Small), Hashes(Small with { Seed = 7 }));

    [Fact]
    public void A_world_too_small_to_be_believable_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => DemoWorld.Create(Small with { UserCount = 3 }));

    [Fact]
    public void Nobody_plays_an_item_before_it_appears()
    {
        var world = DemoWorld.Create(Small);
        var first = new DateTimeOffset(Small.FirstDate, default, TimeSpan.Zero).ToUnixTimeMilliseconds();
        Assert.All(world.Events, e => Assert.True(world.Items[e.Item].PublishedDay <= (e.AtMs - first) / 86_400_000));
    }

    private static SortedDictionary<string, string> Hashes(DemoOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("sparkreco-demo-");
        try
        {
            DemoWorld.Write(folder.FullName, options);
            return new(
                folder
                    .EnumerateFiles("*", SearchOption.AllDirectories)
                    .ToDictionary(
                        file => Path.GetRelativePath(folder.FullName, file.FullName),
                        file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file.FullName)))
                    ),
                StringComparer.Ordinal
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
