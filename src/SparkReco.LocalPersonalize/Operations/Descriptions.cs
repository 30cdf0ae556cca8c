using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.LocalPersonalize.Wire;
using SparkReco.ServiceModels;

namespace SparkReco.LocalPersonalize.Operations;

/// <summary>Shows resources as the shapes of replies have them: alone, and in pages of lists.</summary>
internal sealed class Descriptions(ServiceCore core)
{
    private const int LargestPage = 100;

    public JsonObject Describe(ResourceKind kind, JsonObject input)
    {
        var resource = core.Registry.Require(kind, (string)input[kind.ArnMember]!);
        var shape = ServiceModel.OperationOf($"Describe{kind.Name}").Output!.Members[kind.Member];
        return new JsonObject { [kind.Member] = Show(resource, shape) };
    }

    public JsonObject List(ResourceKind kind, JsonObject input)
    {
        var operation = ServiceModel.OperationOf($"List{kind.Name}s");
        var (name, list) = operation.Output!.Members.Single(member => member.Key != "nextToken");
        var resources = core.Registry.All(kind).AsEnumerable();
        foreach (var (member, value) in input.Where(member => member.Key is not ("nextToken" or "maxResults")))
            resources = resources.Where(resource => resource.Text(member) == (string?)value);
        return Page(name, resources.Select(resource => (JsonNode)Show(resource, list.Element!)), input);
    }

    /// <summary>A page of a list; its token is the number of the elements before the next.</summary>
    /// <exception cref="ServiceException">The token is none of the service's.</exception>
    public static JsonObject Page(string name, IEnumerable<JsonNode> all, JsonObject input)
    {
        var size = (int?)input["maxResults"] ?? LargestPage;
        var start = input["nextToken"] is { } token ? ReadToken((string)token!) : 0;
        JsonNode[] rest = [.. all.Skip(start).Take(size + 1)];
        var page = new JsonObject { [name] = new JsonArray([.. rest.Take(size)]) };
        if (rest.Length > size)
            page["nextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes($"from {start + size}"));
        return page;
    }

    private static int ReadToken(string token)
    {
        var bytes = new byte[token.Length];
        var isToken =
            Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length) is ['f', 'r', 'o', 'm', ' ', .. var number]
            && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var start);
        return isToken
            ? int.Parse(Encoding.ASCII.GetString(bytes, 5, length - 5), CultureInfo.InvariantCulture)
            : throw new ServiceException("InvalidNextTokenException", "The nextToken is not valid.");
    }

    private JsonObject Show(Resource resource, Shape shape)
    {
        var now = core.Registry.Now;
        var shown = new JsonObject();
        foreach (var (name, member) in shape.Members)
        {
            var value = name switch
            {
                "status" => resource.StatusAt(now),
                "creationDateTime" => Seconds(resource.CreatedAt),
                "lastUpdatedDateTime" => Seconds(
                    resource.IsActiveAt(now) && resource.ReadyAt > resource.UpdatedAt ? resource.ReadyAt : resource.UpdatedAt
                ),
                "failureReason" => resource.StatusAt(now).EndsWith("FAILED", StringComparison.Ordinal) ? resource.Failure : null,
                "latestSolutionVersion" => core
                    .Registry.All(ResourceKind.SolutionVersion, "solutionArn", resource.Arn)
                    .Select(version => Show(version, member))
                    .LastOrDefault(),
                _ when name == resource.Kind.ArnMember => resource.Arn,
                _ when name == resource.Kind.Update => resource.Update is { } update ? Show(update, now) : null,
                _ => resource.Members[name]?.DeepClone(),
            };
            if (value is not null)
                shown[name] = value;
        }

        return shown;
    }

    private static JsonObject Show(ResourceUpdate update, DateTimeOffset now)
    {
        var shown = update.Shown.DeepClone().AsObject();
        shown["status"] = update.StatusAt(now);
        shown["creationDateTime"] = Seconds(update.CreatedAt);
        shown["lastUpdatedDateTime"] = Seconds(now >= update.ReadyAt ? update.ReadyAt : update.CreatedAt);
        return shown;
    }

    private static JsonNode Seconds(DateTimeOffset time) => JsonValue.Create(time.ToUnixTimeMilliseconds() / 1000.0);
}
