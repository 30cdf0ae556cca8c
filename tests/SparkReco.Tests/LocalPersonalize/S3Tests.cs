using System.Text.Json.Nodes;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.LocalPersonalize;

/// <summary>Files of the local Personalize in S3 itself.</summary>
public sealed class S3Tests
{
    [Fact]
    public async Task An_import_reads_from_S3_and_a_failure_names_the_cause()
    {
        var folder = S3Server.NewFolder();
        using var store = S3Server.Open();
        await using var rig = await ServiceRig.StartAsync(options =>
            options with
            {
                Buckets = null,
                Stores = new Stores(options.Stores.Local, new Dictionary<string, Func<IFileStore>> { ["s3"] = () => store }),
            }
        );
        await store.WriteTextAsync(folder / "interactions.csv", Flow.Csv(50, 30), TestContext.Current.CancellationToken);
        var dataset = await rig.DatasetAsync(await rig.GroupAsync(), "Interactions", Flow.Interactions);
        var good = Flow.ImportOf(dataset, "good");
        good["dataSource"]!["dataLocation"] = $"{folder}/interactions.csv";
        var bad = Flow.ImportOf(dataset, "bad");
        bad["dataSource"]!["dataLocation"] = $"{folder}/other.csv";
        foreach (var job in (JsonObject[])[good, bad])
        {
            job["importMode"] = "FULL";
            var arn = (string)(await rig.CallAsync("CreateDatasetImportJob", job))["datasetImportJobArn"]!;
            await rig.Service.IdleAsync();
            Assert.Equal(job == good ? "ACTIVE" : "CREATE FAILED", await rig.StatusAsync("DatasetImportJob", arn));
        }
    }
}
