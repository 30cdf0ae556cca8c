using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Tags of resources.</summary>
internal sealed class TagOperations(ServiceCore core)
{
    public IEnumerable<KeyValuePair<string, Handler>> Handlers =>
        [new("ListTagsForResource", List), new("TagResource", Tag), new("UntagResource", Untag)];

    private JsonObject List(JsonObject input, Fault? fault) => new() { ["tags"] = Require(input).Members["tags"]?.DeepClone() ?? new JsonArray() };

    private JsonObject Tag(JsonObject input, Fault? fault)
    {
        var tags = input["tags"]!.AsArray();
        HashSet<string> keys = [.. tags.Select(KeyOf)];
        var resource = Require(input);
        JsonNode[] all = [.. TagsOf(resource).Where(tag => !keys.Contains(KeyOf(tag))), .. tags.Select(tag => tag!)];
        if (all.Length > Quotas.TagsOfResource)
            throw new ServiceException("TooManyTagsException", $"A resource may have at most {Quotas.TagsOfResource} tags.");
        return Set(resource, all);
    }

    private JsonObject Untag(JsonObject input, Fault? fault)
    {
        HashSet<string> keys = [.. input["tagKeys"]!.AsArray().Select(key => (string)key!)];
        var resource = Require(input);
        return Set(resource, TagsOf(resource).Where(tag => !keys.Contains(KeyOf(tag))));
    }

    private JsonObject Set(Resource resource, IEnumerable<JsonNode> tags)
    {
        core.Registry.Put(resource.With(new JsonObject { ["tags"] = new JsonArray([.. tags.Select(tag => tag.DeepClone())]) }));
        return [];
    }

    private Resource Require(JsonObject input)
    {
        var arn = (string)input["resourceArn"]!;
        return core.Registry.Find(arn) ?? throw ServiceException.NotFound($"Resource with ARN {arn} does not exist.");
    }

    private static IEnumerable<JsonNode> TagsOf(Resource resource) => (resource.Members["tags"] as JsonArray ?? []).Select(tag => tag!);

    private static string KeyOf(JsonNode? tag) => (string)tag!["tagKey"]!;
}
