using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Dataset groups, schemas and datasets.</summary>
internal sealed class DatasetOperations(ServiceCore core)
{
    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("CreateDatasetGroup", CreateGroup),
            new("DeleteDatasetGroup", DeleteGroup),
            new("CreateSchema", CreateSchema),
            new("DeleteSchema", DeleteSchema),
            new("CreateDataset", CreateDataset),
            new("UpdateDataset", UpdateDataset),
            new("DeleteDataset", DeleteDataset),
        ];

    private Registry Registry => core.Registry;

    private JsonObject CreateGroup(JsonObject input, Fault? fault)
    {
        if (input["domain"] is not null)
        {
            throw ServiceException.Invalid(
                "The local service has no Domain dataset groups. Create a Custom dataset group: leave out the domain. Batch jobs need one anyway."
            );
        }

        if (input["roleArn"] is not null != input["kmsKeyArn"] is not null)
            throw ServiceException.Invalid("Provide both roleArn and kmsKeyArn, or none of them.");
        var arn = Registry.ArnOf(ResourceKind.DatasetGroup, (string)input["name"]!);
        if (Registry.Find(arn) is null)
            Quotas.Check(Registry.All(ResourceKind.DatasetGroup), Quotas.DatasetGroups, "dataset group");
        return Arn(Registry.Create(ResourceKind.DatasetGroup, arn, Copy(input), fault: fault));
    }

    private JsonObject DeleteGroup(JsonObject input, Fault? fault)
    {
        var group = Registry.Require(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        ResourceKind[] inner =
        [
            ResourceKind.Dataset,
            ResourceKind.Solution,
            ResourceKind.EventTracker,
            ResourceKind.Filter,
            ResourceKind.MetricAttribution,
        ];
        foreach (var kind in inner)
        {
            if (Registry.All(kind, "datasetGroupArn", group.Arn) is [var resource, ..])
                throw ServiceException.InUse($"Dataset group {group.Arn} has a {kind.Name}: {resource.Arn}. Delete it first.");
        }

        Registry.Delete(group);
        return [];
    }

    private JsonObject CreateSchema(JsonObject input, Fault? fault)
    {
        if (input["domain"] is not null)
            throw ServiceException.Invalid("The local service has no Domain dataset groups, and no schemas for them. Leave out the domain.");
        DatasetSchema.Parse((string)input["schema"]!);
        var arn = Registry.ArnOf(ResourceKind.Schema, (string)input["name"]!);
        if (Registry.Find(arn) is null)
            Quotas.Check(Registry.All(ResourceKind.Schema), Quotas.Schemas, "schema");
        return Arn(Registry.Create(ResourceKind.Schema, arn, Copy(input)));
    }

    private JsonObject DeleteSchema(JsonObject input, Fault? fault)
    {
        var schema = Registry.Require(ResourceKind.Schema, (string)input["schemaArn"]!);
        if (Registry.All(ResourceKind.Dataset, "schemaArn", schema.Arn) is [var dataset, ..])
            throw ServiceException.InUse($"Schema {schema.Arn} is used by the dataset {dataset.Arn}. Delete it first.");
        Registry.Delete(schema);
        return [];
    }

    private JsonObject CreateDataset(JsonObject input, Fault? fault)
    {
        var group = Registry.RequireActive(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        var asked = (string)input["datasetType"]!;
        var type =
            DatasetSchema.DatasetTypes.FirstOrDefault(known => known.Equals(asked, StringComparison.OrdinalIgnoreCase))
            ?? throw ServiceException.Invalid($"The dataset type {asked} is none of {string.Join(", ", DatasetSchema.DatasetTypes)}.");
        CheckSchema((string)input["schemaArn"]!, type);
        var arn = Registry.ArnOf(ResourceKind.Dataset, $"{group.Text("name")}/{type.ToUpperInvariant()}");
        if (Registry.Find(arn) is not null)
            throw ServiceException.Exists(arn);
        var members = Copy(input);
        members["datasetType"] = type;
        return Arn(Registry.Create(ResourceKind.Dataset, arn, members, fault: fault));
    }

    private JsonObject UpdateDataset(JsonObject input, Fault? fault)
    {
        var dataset = Registry.RequireActive(ResourceKind.Dataset, (string)input["datasetArn"]!);
        CheckSchema((string)input["schemaArn"]!, dataset.Text("datasetType")!);
        CheckIsFree(dataset);
        var changes = new JsonObject { ["schemaArn"] = (string)input["schemaArn"]! };
        Registry.Change(dataset, changes, changes.DeepClone().AsObject());
        return Arn(dataset);
    }

    private JsonObject DeleteDataset(JsonObject input, Fault? fault)
    {
        var dataset = Registry.Require(ResourceKind.Dataset, (string)input["datasetArn"]!);
        CheckIsFree(dataset);
        Registry.Delete(dataset);
        core.Data.Delete(dataset);
        return [];
    }

    /// <summary>No import into it and no training on it is under way.</summary>
    private void CheckIsFree(Resource dataset)
    {
        var now = Registry.Now;
        var user =
            Registry.All(ResourceKind.ImportJob, "datasetArn", dataset.Arn).FirstOrDefault(job => job.IsUnderWayAt(now))
            ?? Registry
                .All(ResourceKind.SolutionVersion, "datasetGroupArn", dataset.Text("datasetGroupArn"))
                .FirstOrDefault(version => version.IsUnderWayAt(now));
        if (user is not null)
            throw ServiceException.InUse($"Dataset {dataset.Arn} is in use by {user.Arn}, whose status is {user.StatusAt(now)}.");
    }

    private void CheckSchema(string arn, string type)
    {
        var schema = DatasetSchema.Parse(Registry.Require(ResourceKind.Schema, arn).Text("schema")!);
        if (schema.DatasetType != type)
            throw ServiceException.Invalid($"Schema {arn} is for datasets of the type {schema.DatasetType}, not {type}.");
    }

    /// <summary>A reply that is an ARN.</summary>
    internal static JsonObject Arn(Resource resource) => new() { [resource.Kind.ArnMember] = resource.Arn };

    internal static JsonObject Copy(JsonObject input) => input.DeepClone().AsObject();
}
