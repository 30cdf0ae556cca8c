using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Data;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>What happens now: events, and users and items one by one.</summary>
internal sealed class EventOperations(ServiceCore core)
{
    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [
            new("PutEvents", PutEvents),
            new("PutItems", (input, _) => PutEntities("Items", "items", "itemId", input)),
            new("PutUsers", (input, _) => PutEntities("Users", "users", "userId", input)),
            new("PutActions", (_, _) => throw ServiceException.Invalid("The local service has no Actions datasets.")),
            new("PutActionInteractions", (_, _) => throw ServiceException.Invalid("The local service has no Action_Interactions datasets.")),
        ];

    private JsonObject PutEvents(JsonObject input, Fault? fault)
    {
        var trackingId = (string)input["trackingId"]!;
        var tracker =
            core.Registry.All(ResourceKind.EventTracker, "trackingId", trackingId).FirstOrDefault(tracker => tracker.IsActiveAt(core.Registry.Now))
            ?? throw ServiceException.Invalid($"No ACTIVE event tracker has the tracking id {trackingId}.");
        if (core.DatasetOf(tracker.Text("datasetGroupArn")!, "Interactions") is not { } dataset)
            throw ServiceException.Invalid("The dataset group has no Interactions dataset.");

        // Who is not known yet goes by the session.
        var user = (string?)input["userId"] ?? (string)input["sessionId"]!;
        core.Data.Interactions(dataset).Put([.. input["eventList"]!.AsArray().Select(put => ReadEvent(user, put!.AsObject()))]);
        return [];
    }

    private static PutEvent ReadEvent(string user, JsonObject put)
    {
        var properties = Properties(put);
        var value = (double?)put["eventValue"] ?? Serving.EventWeights.Number(PropertyNames.Find(properties, "EVENT_VALUE"));
        return new PutEvent(
            user,
            (string?)put["itemId"] ?? PropertyNames.Find(properties, "ITEM_ID"),
            (long)(double)put["sentAt"]!,
            (string)put["eventType"]!,
            value,
            properties,
            (string?)put["eventId"]
        )
        {
            RecommendationId = (string?)put["recommendationId"],
            AttributionSource = (string?)put["metricAttribution"]?["eventAttributionSource"],
        };
    }

    private JsonObject PutEntities(string type, string list, string id, JsonObject input)
    {
        var dataset = core.Registry.RequireActive(ResourceKind.Dataset, (string)input["datasetArn"]!);
        if (dataset.Text("datasetType") != type)
            throw ServiceException.Invalid($"Dataset {dataset.Arn} is of the type {dataset.Text("datasetType")}, not {type}.");
        var schema = core.SchemaOf(dataset);
        core.Data.Entities(dataset).Put([.. input[list]!.AsArray().Select(entity => Read(schema, id, entity!.AsObject()))]);
        return [];
    }

    private static PutEntity Read(DatasetSchema schema, string id, JsonObject entity)
    {
        var properties = Properties(entity) ?? [];
        var key = schema.Fields.First(field => PropertyNames.AreSame(id, field.Name));
        if (
            properties
                .Select(property => property.Key)
                .FirstOrDefault(name => !schema.Fields.Any(field => PropertyNames.AreSame(name, field.Name))) is
            { } unknown
        )
            throw ServiceException.Invalid($"The schema has no field for the property {unknown}.");
        string[] missing =
        [
            .. schema
                .Fields.Where(field => field != key && !field.IsNullable && PropertyNames.Find(properties, field.Name) is null)
                .Select(field => field.Name),
        ];
        if (missing.Length > 0)
            throw ServiceException.Invalid($"The properties lack required fields: {string.Join(", ", missing)}.");
        return new PutEntity((string)entity[id]!, properties);
    }

    private static JsonObject? Properties(JsonObject of)
    {
        if ((string?)of["properties"] is not { Length: > 0 } text)
            return null;
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("an object is expected");
        }
        catch (JsonException error)
        {
            throw ServiceException.Invalid($"The properties are no JSON object: {error.Message}");
        }
    }
}
