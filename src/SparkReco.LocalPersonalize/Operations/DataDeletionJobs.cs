using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Jobs that take all of some users out of a group's datasets. Models that learnt from them stay as they are until they are trained anew.</summary>
internal sealed class DataDeletionJobs(ServiceCore core)
{
    public IEnumerable<KeyValuePair<string, Handler>> Handlers => [new("CreateDataDeletionJob", Create)];

    private JsonObject Create(JsonObject input, Fault? fault)
    {
        var registry = core.Registry;
        registry.RequireActive(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        if ((string?)input["dataSource"]?["dataLocation"] is not { } location || !Places.IsPath(location))
            throw ServiceException.Invalid("Invalid Data location.");
        var arn = registry.ArnOf(ResourceKind.DataDeletionJob, (string)input["jobName"]!);
        if (registry.Find(arn) is not null)
            throw ServiceException.Exists(arn);
        Quotas.CheckUnderWay(registry, ResourceKind.DataDeletionJob, Quotas.DataDeletionJobsUnderWay);
        var job = registry.Create(ResourceKind.DataDeletionJob, arn, DatasetOperations.Copy(input), hasWork: true, fault);
        Start(job);
        return DatasetOperations.Arn(job);
    }

    public void Start(Resource job) => core.Start("import", job, cancellation => RunAsync(job, cancellation));

    private async Task<JsonObject?> RunAsync(Resource job, CancellationToken cancellation)
    {
        HashSet<string> users = [];
        try
        {
            foreach (var file in await core.Places.ListAsync((string)job.Members["dataSource"]!["dataLocation"]!, cancellation))
            {
                await using var stream = await core.Places.OpenAsync(file, cancellation);
                AddUsers(new CsvScanner(stream), users);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new JobFailedException($"The users to delete can't be read: {error.Message}");
        }

        var data = core.Data.Of(job.Text("datasetGroupArn")!);
        var deleted = (data.Interactions?.Remove(users) ?? 0) + (data.Users?.Remove(users) ?? 0);
        return new JsonObject { ["numDeleted"] = deleted };
    }

    private static void AddUsers(CsvScanner scanner, HashSet<string> users)
    {
        if (!scanner.Read() || scanner.FieldCount != 1 || scanner.TextOf(0) != "USER_ID")
            throw new JobFailedException("Input CSV is missing the following columns:[USER_ID].");
        while (scanner.Read())
            users.Add(scanner.TextOf(0));
    }
}
