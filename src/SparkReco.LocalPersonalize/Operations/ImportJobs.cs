using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;
using SparkReco.Storage;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Jobs that bring CSV files into a dataset.</summary>
internal sealed class ImportJobs(ServiceCore core)
{
    private const string Incremental = "INCREMENTAL";

    public IEnumerable<KeyValuePair<string, Handler>> Handlers => [new("CreateDatasetImportJob", Create)];

    private JsonObject Create(JsonObject input, Fault? fault)
    {
        var registry = core.Registry;
        var dataset = registry.RequireActive(ResourceKind.Dataset, (string)input["datasetArn"]!);
        var location = (string?)input["dataSource"]?["dataLocation"];
        if (location is null || !Places.IsPath(location))
            throw ServiceException.Invalid("Invalid Data location.");
        if (dataset.Text("datasetType") is "Actions" or "Action_Interactions")
            throw ServiceException.Invalid("The local service imports no actions: there is no next-best-action.");
        var arn = registry.ArnOf(ResourceKind.ImportJob, (string)input["jobName"]!);
        if (registry.Find(arn) is not null)
            throw ServiceException.Exists(arn);
        Quotas.CheckUnderWay(registry, ResourceKind.ImportJob, Quotas.ImportJobsUnderWay);
        var members = DatasetOperations.Copy(input);
        members["importMode"] ??= "FULL";
        if ((string?)members["importMode"] == Incremental && !IsImported(dataset))
            throw ServiceException.Invalid("The first import of a dataset must be of the mode FULL.");
        var job = registry.Create(ResourceKind.ImportJob, arn, members, hasWork: true, fault);
        Start(job);
        return DatasetOperations.Arn(job);
    }

    public void Start(Resource job) => core.Start("import", job, cancellation => RunAsync(job, cancellation));

    private bool IsImported(Resource dataset) =>
        core
            .Registry.All(ResourceKind.ImportJob, "datasetArn", dataset.Arn)
            .Any(job => job.CreatedAt >= dataset.CreatedAt && job.IsActiveAt(core.Registry.Now));

    private async Task<JsonObject?> RunAsync(Resource job, CancellationToken cancellation)
    {
        var dataset = core.Registry.Find(job.Text("datasetArn")!) ?? throw new JobFailedException("The dataset was deleted.");
        var schema = core.SchemaOf(dataset);
        var table = Import.Read(schema, await FilesAsync(job, schema, cancellation), cancellation);
        var isIncremental = job.Text("importMode") == Incremental;
        if (schema.DatasetType == "Interactions")
        {
            var store = core.Data.Interactions(dataset);
            store.Replace(Import.InOrderOfTime(isIncremental ? Import.Append(store.Imported, table) : table));
        }
        else
        {
            var store = core.Data.Entities(dataset);
            var id = schema.DatasetType == "Users" ? "USER_ID" : "ITEM_ID";
            store.Replace(Import.LatestOfEach(isIncremental ? Import.Append(store.Imported, table) : table, id));
        }

        core.Options.Log($"{job.Arn}: {table.Count} rows");
        return null;
    }

    private async Task<List<Func<Stream>>> FilesAsync(Resource job, DatasetSchema schema, CancellationToken cancellation)
    {
        var location = (string)job.Members["dataSource"]!["dataLocation"]!;
        List<Func<Stream>> files = [];
        try
        {
            foreach (var file in await core.Places.ListAsync(location, cancellation))
                files.Add(() => core.Places.OpenAsync(file, cancellation).GetAwaiter().GetResult());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            core.Options.Log($"{job.Arn}: {error.Message}");
            throw Import.Failed(schema, "Insufficient privileges for accessing data in Amazon S3.");
        }

        return files.Count > 0 ? files : throw Import.Failed(schema, $"There are no files at {location}.");
    }
}
