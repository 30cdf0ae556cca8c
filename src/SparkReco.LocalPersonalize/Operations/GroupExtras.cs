using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Filters;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>What a dataset group may have beside datasets and solutions: filters, an event tracker, a metric attribution.</summary>
internal sealed class GroupExtras(ServiceCore core)
{
    private const int MostMetrics = 10;
    private const int MostFields = 5;
    private const int MostFieldsOfGroup = 10;

    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("CreateFilter", CreateFilter),
            new("DeleteFilter", (input, _) => Delete(ResourceKind.Filter, input)),
            new("CreateEventTracker", CreateEventTracker),
            new("DeleteEventTracker", (input, _) => Delete(ResourceKind.EventTracker, input)),
            new("CreateMetricAttribution", CreateMetricAttribution),
            new("UpdateMetricAttribution", UpdateMetricAttribution),
            new("DeleteMetricAttribution", (input, _) => Delete(ResourceKind.MetricAttribution, input)),
            new("ListMetricAttributionMetrics", ListMetrics),
        ];

    private Registry Registry => core.Registry;

    private JsonObject CreateFilter(JsonObject input, Fault? fault)
    {
        var group = Registry.RequireActive(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        FilterExpression filter;
        try
        {
            filter = FilterParser.Parse((string)input["filterExpression"]!);
        }
        catch (FilterException error)
        {
            throw ServiceException.Invalid($"Could not create filter. {error.Message}");
        }

        CheckFields(group, filter);
        var arn = Registry.ArnOf(ResourceKind.Filter, (string)input["name"]!);
        if (Registry.Find(arn) is null)
            Quotas.Check(Registry.All(ResourceKind.Filter, "datasetGroupArn", group.Arn), Quotas.FiltersOfGroup, "filter");
        return DatasetOperations.Arn(Registry.Create(ResourceKind.Filter, arn, DatasetOperations.Copy(input), fault: fault));
    }

    private void CheckFields(Resource group, FilterExpression filter)
    {
        foreach (var (dataset, column) in filter.Fields.Select(field => field.Split('.')).Select(parts => (parts[0], parts[1])))
        {
            var type = dataset == "CurrentUser" ? "Users" : dataset;
            if (core.DatasetOf(group.Arn, type) is not { } found)
                throw ServiceException.Invalid($"Could not create filter. Invalid Expression: the dataset group has no {type} dataset.");
            if (core.SchemaOf(found).Find(column) is not { } field)
                throw ServiceException.Invalid($"Could not create filter. Invalid Expression: {type} has no column {column}.");
            if (field.Type == "boolean" || field.IsTextual)
                throw ServiceException.Invalid($"Could not create filter. Invalid Expression: {column} is of a type that filters don't look at.");
        }

        if (filter.Fields.Count > MostFields)
            throw ServiceException.Invalid(
                $"Could not create filter. Invalid Expression: it has {filter.Fields.Count} fields, more than {MostFields}."
            );
        var others = Registry
            .All(ResourceKind.Filter, "datasetGroupArn", group.Arn)
            .SelectMany(other => FilterParser.Parse(other.Text("filterExpression")!).Fields);
        if (filter.Fields.Union(others).Count() > MostFieldsOfGroup)
            throw ServiceException.Limit($"The filters of a dataset group may have at most {MostFieldsOfGroup} different fields.");
    }

    private JsonObject CreateEventTracker(JsonObject input, Fault? fault)
    {
        var group = Registry.RequireActive(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        if (Registry.All(ResourceKind.EventTracker, "datasetGroupArn", group.Arn) is [var other, ..])
            throw ServiceException.Exists(other.Arn);
        var members = DatasetOperations.Copy(input);
        members["trackingId"] = $"{Guid.NewGuid()}";
        members["accountId"] = core.Options.Account;
        var arn = Registry.ArnOf(ResourceKind.EventTracker, $"{Guid.NewGuid():N}"[..8]);
        var tracker = Registry.Create(ResourceKind.EventTracker, arn, members, fault: fault);
        return new JsonObject { ["eventTrackerArn"] = tracker.Arn, ["trackingId"] = tracker.Text("trackingId") };
    }

    private JsonObject CreateMetricAttribution(JsonObject input, Fault? fault)
    {
        var group = Registry.RequireActive(ResourceKind.DatasetGroup, (string)input["datasetGroupArn"]!);
        if (Registry.All(ResourceKind.MetricAttribution, "datasetGroupArn", group.Arn) is [var other, ..])
            throw ServiceException.Limit($"The dataset group has a metric attribution: {other.Arn}. Delete it first, or update it.");
        CheckMetrics(input["metrics"]!.AsArray());
        CheckOutput(input);
        var arn = Registry.ArnOf(ResourceKind.MetricAttribution, (string)input["name"]!);
        return DatasetOperations.Arn(Registry.Create(ResourceKind.MetricAttribution, arn, DatasetOperations.Copy(input), fault: fault));
    }

    private JsonObject UpdateMetricAttribution(JsonObject input, Fault? fault)
    {
        if ((string?)input["metricAttributionArn"] is not { } arn)
            throw ServiceException.Invalid("A metricAttributionArn is required.");
        var attribution = Registry.RequireActive(ResourceKind.MetricAttribution, arn);
        HashSet<string> removed = [.. (input["removeMetrics"] as JsonArray ?? []).Select(name => (string)name!)];
        JsonNode[] kept =
        [
            .. attribution.Members["metrics"]!
                .AsArray()
                .Where(metric => !removed.Contains((string)metric!["metricName"]!))
                .Select(metric => metric!.DeepClone()),
        ];
        JsonNode[] added = [.. (input["addMetrics"] as JsonArray ?? []).Select(metric => metric!.DeepClone())];
        var metrics = new JsonArray([.. kept, .. added]);
        CheckMetrics(metrics);
        CheckOutput(input);
        var changes = new JsonObject { ["metrics"] = metrics };
        if (input["metricsOutputConfig"] is { } output)
            changes["metricsOutputConfig"] = output.DeepClone();
        Registry.Put(attribution.With(changes) with { UpdatedAt = Registry.Now });
        return DatasetOperations.Arn(attribution);
    }

    private JsonObject ListMetrics(JsonObject input, Fault? fault)
    {
        if ((string?)input["metricAttributionArn"] is not { } arn)
            throw ServiceException.Invalid("A metricAttributionArn is required.");
        var metrics = Registry.Require(ResourceKind.MetricAttribution, arn).Members["metrics"]!.AsArray();
        return Descriptions.Page("metrics", metrics.Select(metric => metric!.DeepClone()), input);
    }

    private JsonObject Delete(ResourceKind kind, JsonObject input)
    {
        Registry.Delete(Registry.Require(kind, (string)input[kind.ArnMember]!));
        return [];
    }

    private static void CheckMetrics(JsonArray metrics)
    {
        if (metrics.Count > MostMetrics)
            throw ServiceException.Limit($"A metric attribution may have at most {MostMetrics} metrics.");
        if (metrics.Select(metric => (string)metric!["metricName"]!).GroupBy(name => name).FirstOrDefault(names => names.Count() > 1) is { } twice)
            throw new ServiceException("ResourceAlreadyExistsException", $"There are two metrics of the name {twice.Key}.");
    }

    private static void CheckOutput(JsonObject input)
    {
        if ((string?)input["metricsOutputConfig"]?["s3DataDestination"]?["path"] is { } path && !Places.IsPath(path))
            throw ServiceException.Invalid("Invalid S3 output path");
    }
}
