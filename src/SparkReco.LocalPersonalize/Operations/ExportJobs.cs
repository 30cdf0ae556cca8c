using System.Text;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Jobs that write a dataset's rows as CSV: the imported ones, those that were put, or both.</summary>
internal sealed class ExportJobs(ServiceCore core)
{
    public IEnumerable<KeyValuePair<string, Handler>> Handlers => [new("CreateDatasetExportJob", Create)];

    private JsonObject Create(JsonObject input, Fault? fault)
    {
        var registry = core.Registry;
        registry.RequireActive(ResourceKind.Dataset, (string)input["datasetArn"]!);
        if (!Places.IsPath((string)input["jobOutput"]!["s3DataDestination"]!["path"]!))
            throw ServiceException.Invalid("Invalid S3 output path");
        var members = DatasetOperations.Copy(input);
        members["ingestionMode"] ??= "PUT";
        var job = registry.Create(
            ResourceKind.ExportJob,
            registry.ArnOf(ResourceKind.ExportJob, (string)input["jobName"]!),
            members,
            hasWork: true,
            fault
        );
        Start(job);
        return DatasetOperations.Arn(job);
    }

    public void Start(Resource job) => core.Start("export", job, cancellation => RunAsync(job, cancellation));

    private async Task<JsonObject?> RunAsync(Resource job, CancellationToken cancellation)
    {
        var dataset = core.Registry.Find(job.Text("datasetArn")!) ?? throw new JobFailedException("The dataset was deleted.");
        string[] columns = [.. core.SchemaOf(dataset).Fields.Select(field => field.Name)];
        var mode = job.Text("ingestionMode");
        await using var folder = core.Places.Write((string)job.Members["jobOutput"]!["s3DataDestination"]!["path"]!);
        await using (var writer = new StreamWriter(Path.Combine(folder.Path, $"{job.Text("jobName")}.csv"), append: false, new UTF8Encoding(false)))
        {
            await writer.WriteLineAsync(string.Join(',', columns));
            foreach (var row in Rows(dataset, columns, mode is "BULK" or "ALL", mode is "PUT" or "ALL"))
            {
                cancellation.ThrowIfCancellationRequested();
                await writer.WriteLineAsync(string.Join(',', row.Select(Quoted)));
            }
        }

        await folder.BringAsync(cancellation);
        return null;
    }

    private IEnumerable<IEnumerable<string?>> Rows(Resource dataset, string[] columns, bool hasBulk, bool hasPuts)
    {
        if (dataset.Text("datasetType") == "Interactions")
        {
            var store = core.Data.Interactions(dataset);
            var imported = store.Imported;
            for (var row = 0; hasBulk && row < imported.Count; row++)
                yield return Imported(imported, columns, row);
            foreach (var put in store.Puts.Where(_ => hasPuts))
                yield return columns.Select(column =>
                    column == "USER_ID" ? put.User
                    : put.Item is null ? null
                    : new Happening(put).Text(column)
                );
            yield break;
        }

        var entities = core.Data.Entities(dataset);
        var table = entities.Imported;
        for (var row = 0; hasBulk && row < table.Count; row++)
            yield return Imported(table, columns, row);
        foreach (var put in entities.Puts.Where(_ => hasPuts))
            yield return columns.Select(column => entities.Value(put.Id, column));
    }

    private static IEnumerable<string?> Imported(Table table, string[] columns, int row) => columns.Select(column => table.Find(column)?.TextAt(row));

    private static string Quoted(string? value)
    {
        if (value is null)
            return "";
        var isPlain = value.Length > 0 && !value.AsSpan().ContainsAny("\",\r\n\\");
        return isPlain ? value : $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }
}
