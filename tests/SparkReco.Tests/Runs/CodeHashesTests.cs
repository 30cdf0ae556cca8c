using System.Security.Cryptography;
using SparkReco.Runs;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Runs;

/// <summary>What of the program makes a stage run again.</summary>
public sealed class CodeHashesTests
{
    [Fact]
    public void A_hash_is_that_of_the_source_and_of_nothing_that_a_build_makes_of_it()
    {
        const string path = "SparkReco/Runs/Stage.cs";
        var source = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(Path.Combine(Golden.Root, "src", path))));

        Assert.Equal(Hashing.Of($"{path} {source}"), CodeHashes.Of([path]));
    }

    [Fact]
    public void A_place_without_a_source_file_is_a_mistake() => Assert.Throws<InvalidOperationException>(() => CodeHashes.Of(["SparkReco/Nowhere/"]));

    [Fact]
    public void Only_the_report_depends_on_the_code_of_reports() =>
        Assert.All(
            Pipeline.Stages,
            stage =>
                Assert.Equal(
                    (stage.Name, stage.Name == "report"),
                    (stage.Name, stage.AllCode.Any(place => place.StartsWith("SparkReco/Reports/", StringComparison.Ordinal)))
                )
        );

    [Fact]
    public void No_code_of_a_stage_but_the_reports_uses_code_of_reports()
    {
        var places = Pipeline.Stages.Where(stage => stage.Name != "report").SelectMany(stage => stage.AllCode).Distinct();
        var files = places.SelectMany(place =>
        {
            var path = Path.Combine(Golden.Root, "src", place);
            return Directory.Exists(path) ? Directory.EnumerateFiles(path, "*.cs", SearchOption.AllDirectories)
                : path.EndsWith(".cs", StringComparison.Ordinal) ? [path]
                : [];
        });

        Assert.DoesNotContain(files, file => File.ReadAllText(file).Contains("using SparkReco.Reports", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("collect", "SparkReco.Ingest/")]
    [InlineData("evaluate", "SparkReco/Judging/")]
    [InlineData("evaluate", "SparkReco/Metrics/")]
    [InlineData("compare", "SparkReco/Metrics/")]
    [InlineData("baseline", "SparkReco/Models/Curves.cs")]
    public void A_stage_depends_on_the_code_that_it_runs(string stage, string place) =>
        Assert.Contains(place, Pipeline.Stages.Single(candidate => candidate.Name == stage).AllCode);
}
