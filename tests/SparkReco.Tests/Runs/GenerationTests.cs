using System.Text.Json.Nodes;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Runs;

public sealed class GenerationTests
{
    [Theory]
    [InlineData("blend")]
    [InlineData("quality")]
    [InlineData("engine")]
    public async Task What_an_older_program_published_is_read_though_it_knew_fewer_settings(string section)
    {
        using var temp = new TempFolder();
        var run = new RunFolder(Some.Stores.Local, Location.OfThisMachine(temp.Root), "r", Some.RunDate);
        var settings = Some.Settings();
        await new Generation("r", Some.RunDate, GenerationState.Published, default, "", settings, []).WriteAsync(
            run,
            former: null,
            TestContext.Current.CancellationToken
        );
        var file = $"{run.Generation}";
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        Assert.True(json["settings"]!.AsObject().Remove(section));
        await File.WriteAllTextAsync(file, json.ToJsonString(), TestContext.Current.CancellationToken);

        var read = await Generation.ReadAsync(run, TestContext.Current.CancellationToken);

        Assert.Equal(settings.Blend, read!.Settings.Blend);
        Assert.Equal(settings.Quality, read.Settings.Quality);
        Assert.Equal(settings.Engine, read.Settings.Engine);
    }
}
