using SparkReco.Cli;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Architecture;

/// <summary>The package Microsoft.Spark is not on every feed: who does not ask for it must not need it.</summary>
public sealed class MicrosoftSparkTests
{
    [Fact]
    public void The_default_build_does_not_refer_to_it() =>
        Assert.DoesNotContain(typeof(CommandLine).Assembly.GetReferencedAssemblies(), name => name.Name!.Contains("MicrosoftSpark"));

    [Fact]
    public void Neither_the_solution_nor_a_lock_file_names_it()
    {
        var files = Directory.GetFiles(Path.Combine(Golden.Root, "src"), "packages.lock.json", SearchOption.AllDirectories);

        Assert.All(
            files.Append(Path.Combine(Golden.Root, "SparkReco.sln")),
            file =>
            {
                var text = File.ReadAllText(file);
                Assert.DoesNotContain("Microsoft.Spark", text);
                Assert.DoesNotContain("MicrosoftSpark", text);
            }
        );
    }
}
