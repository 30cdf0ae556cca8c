using SparkReco.Cli;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli.Commands;

public sealed class ExportCommandTests
{
    [Theory]
    [InlineData("grafana", "provisioning/datasources/sparkreco.yaml")]
    [InlineData("grafana --data-source athena", "dashboards/overview.json")]
    [InlineData("quicksight --principal arn:aws:quicksight:eu-central-1:111122223333:group/default/analysts", "data-sets/comparison_summary.json")]
    public async Task A_folder_is_written_with_a_page_that_says_what_to_do_and_may_be_written_again(string command, string file)
    {
        using var folder = new TempFolder();
        using var world = new TestWorld();
        string[] configured = command.StartsWith("quicksight", StringComparison.Ordinal) ? ["--config", world.Configuration] : [];
        string[] arguments = ["export", .. command.Split(' '), .. configured, "--to", folder.Root];

        await Sparkreco.DoneAsync(arguments);
        var result = await Sparkreco.DoneAsync(arguments);

        Assert.Contains("README.md", result.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Root, file)));
    }

    [Fact]
    public async Task A_folder_of_something_else_is_left_alone()
    {
        using var folder = new TempFolder();
        folder.Write("README.md", "# Our shop\n");

        var result = await Sparkreco.RunAsync("export", "grafana", "--to", folder.Root);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains("is of something else: name a new folder", result.Errors, StringComparison.Ordinal);
        Assert.Equal(["README.md"], Directory.GetFileSystemEntries(folder.Root).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("athena", "is not in Amazon S3, where alone external tables can be: name a copy of it with --location s3://BUCKET/FOLDER")]
    [InlineData("redshift --location /mnt/lake", "--location '/mnt/lake' is no folder in Amazon S3")]
    [InlineData("quicksight --principal ana", "--principal 'ana' is no user or group of QuickSight")]
    [InlineData("grafana --schema shop;", "--schema 'shop;'")]
    public async Task What_can_not_be_is_wrong_usage(string command, string expected)
    {
        using var world = new TestWorld();
        var configuration = command.StartsWith('a') || command.StartsWith('r') ? new[] { "--config", world.Configuration } : [];

        var result = await Sparkreco.RunAsync(["export", .. command.Split(' '), "--to", world.PathOf("out"), .. configuration]);

        Assert.Equal(ExitCodes.WrongUsage, result.Code);
        Assert.Contains(expected, result.Errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(world.PathOf("out")));
    }

    [Theory]
    [InlineData("athena", "tables/users.sql")]
    [InlineData("redshift", "tables.sql")]
    public async Task Tables_of_a_copy_of_the_lake_are_where_the_copy_is(string kind, string file)
    {
        using var world = new TestWorld();

        await Sparkreco.DoneAsync([
            "export",
            kind,
            "--config",
            world.Configuration,
            "--location",
            "s3://acme/copy/",
            "--schema",
            "shop",
            "--to",
            world.PathOf("out"),
        ]);

        var text = File.ReadAllText(world.PathOf($"out/{file}"));
        Assert.Contains("'s3://acme/copy/users/'", text, StringComparison.Ordinal);
        Assert.Contains("shop", text, StringComparison.Ordinal);
    }
}
