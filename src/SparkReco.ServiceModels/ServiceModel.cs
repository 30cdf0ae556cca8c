using System.Text.Json;

namespace SparkReco.ServiceModels;

/// <summary>A web service of AWS as its published model describes it: how it is addressed, its operations, and the shapes of their requests and replies.</summary>
public sealed class ServiceModel
{
    private ServiceModel(JsonElement root)
    {
        var metadata = root.GetProperty("metadata");
        EndpointPrefix = metadata.GetProperty("endpointPrefix").GetString()!;
        SigningName = metadata.GetProperty("signingName").GetString()!;
        ServiceId = metadata.GetProperty("serviceId").GetString()!;
        TargetPrefix = metadata.TryGetProperty("targetPrefix", out var target) ? target.GetString() : null;
        var shapes = Shape.ReadAll(root.GetProperty("shapes"));
        Operations = root.GetProperty("operations")
            .EnumerateObject()
            .ToDictionary(member => member.Name, member => new Operation(this, member.Value, shapes));
    }

    /// <summary>The service that makes data sets, trains, and keeps campaigns.</summary>
    public static ServiceModel Personalize { get; } = Read("personalize");

    /// <summary>The service that answers with lists.</summary>
    public static ServiceModel PersonalizeRuntime { get; } = Read("personalize-runtime");

    /// <summary>The service that takes what happens now.</summary>
    public static ServiceModel PersonalizeEvents { get; } = Read("personalize-events");

    /// <summary>All of Amazon Personalize.</summary>
    public static IReadOnlyList<ServiceModel> AllOfPersonalize { get; } = [Personalize, PersonalizeRuntime, PersonalizeEvents];

    /// <summary>The Data API of Amazon Redshift, which runs statements.</summary>
    public static ServiceModel RedshiftData { get; } = Read("redshift-data");

    /// <summary>AWS Secrets Manager.</summary>
    public static ServiceModel SecretsManager { get; } = Read("secretsmanager");

    /// <summary>What hosts begin with: <c>PREFIX.REGION.amazonaws.com</c>.</summary>
    public string EndpointPrefix { get; }

    /// <summary>The service's name in signatures.</summary>
    public string SigningName { get; }

    /// <summary>The service's name as SDKs show it, such as <c>Personalize Runtime</c>.</summary>
    public string ServiceId { get; }

    /// <summary>What the header <c>X-Amz-Target</c> has before the operation's name (AWS JSON 1.1); null where the path names the operation (REST-JSON).</summary>
    public string? TargetPrefix { get; }

    public IReadOnlyDictionary<string, Operation> Operations { get; }

    /// <summary>The content type of requests and replies.</summary>
    public string ContentType => TargetPrefix is null ? "application/json" : "application/x-amz-json-1.1";

    /// <summary>The operation of a name, of whichever of the services has it.</summary>
    /// <exception cref="ArgumentException">None has it.</exception>
    public static Operation OperationOf(string name) =>
        AllOfPersonalize.Select(service => service.Operations.GetValueOrDefault(name)).FirstOrDefault(operation => operation is not null)
        ?? throw new ArgumentException($"Amazon Personalize has no operation {name}", nameof(name));

    private static ServiceModel Read(string name)
    {
        using var stream = typeof(ServiceModel).Assembly.GetManifestResourceStream($"{name}.json")!;
        using var document = JsonDocument.Parse(stream);
        return new ServiceModel(document.RootElement);
    }
}

/// <summary>An operation of a service.</summary>
public sealed class Operation
{
    internal Operation(ServiceModel service, JsonElement model, IReadOnlyDictionary<string, Shape> shapes)
    {
        Service = service;
        Name = model.GetProperty("name").GetString()!;
        var http = model.GetProperty("http");
        Method = http.GetProperty("method").GetString()!;
        Path = http.GetProperty("requestUri").GetString()!;
        Input = ShapeOf("input");
        Output = ShapeOf("output");
        Errors = model.TryGetProperty("errors", out var errors)
            ? [.. errors.EnumerateArray().Select(error => shapes[error.GetProperty("shape").GetString()!])]
            : [];

        Shape? ShapeOf(string member) => model.TryGetProperty(member, out var reference) ? shapes[reference.GetProperty("shape").GetString()!] : null;
    }

    public ServiceModel Service { get; }

    public string Name { get; }

    /// <summary>The method of HTTP.</summary>
    public string Method { get; }

    public string Path { get; }

    /// <summary>The request's shape; null where it has no members.</summary>
    public Shape? Input { get; }

    /// <summary>The reply's shape; null where it has no members.</summary>
    public Shape? Output { get; }

    /// <summary>The errors that the model names; each service has some more that all of AWS have.</summary>
    public IReadOnlyList<Shape> Errors { get; }
}
