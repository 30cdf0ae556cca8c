using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.ServiceModels;

namespace SparkReco.Adapters.Aws;

/// <summary>A secret of AWS Secrets Manager that lets somebody into a database. It is asked for at each opening, so that one that was rotated is new.</summary>
internal sealed class Secret
{
    private static readonly ServiceHelp Help = new(
        "AWS Secrets Manager",
        "secretsmanager:GetSecretValue on the secret, and kms:Decrypt where it has a key of its own (emr/iam/databases.json)",
        "the connection's region and endpoint"
    );

    private Secret(string password) => Password = password;

    public string Password { get; }

    public string? User { get; private init; }

    public string? Host { get; private init; }

    public int? Port { get; private init; }

    public string? Database { get; private init; }

    /// <summary>Asks for the secret that a connection names.</summary>
    /// <exception cref="DatabaseException">The service refused or can't be reached, or the secret holds no password.</exception>
    public static async Task<Secret> FindAsync(ConnectionSettings connection, CancellationToken cancellation)
    {
        var key = $"connections.{connection.Name}.secret";
        // Nothing of a reply is in a log, and what failed is in the error.
        using var client = new AwsClient(
            Help,
            AwsPlace.RegionOf(connection),
            AwsPlace.EndpointOf(connection),
            credentials: null,
            TimeProvider.System,
            _ => { }
        );
        try
        {
            var reply = await client.CallAsync(
                ServiceModel.SecretsManager.Operations["GetSecretValue"],
                new JsonObject { ["SecretId"] = connection.Secret },
                Repeat.Always,
                cancellation
            );
            return Of(
                key,
                (string?)reply["SecretString"] ?? throw new DatabaseException($"{key}: {connection.Secret} holds bytes: store the password as text")
            );
        }
        catch (AwsException error)
        {
            throw new DatabaseException(
                $"{key}: {error.Message}{(error.Type == "ResourceNotFoundException" ? $". There is no secret {connection.Secret} in the region, or it is to be deleted" : "")}",
                error
            )
            {
                IsTransient = error.Outcome != Outcome.Refused,
            };
        }
    }

    /// <summary>A text that is no JSON object is the password alone.</summary>
    internal static Secret Of(string key, string text)
    {
        if (Members(text) is not { } members)
            return new Secret(text.TrimEnd('\r', '\n'));
        return new Secret(
            Text("password")
                ?? throw new DatabaseException(
                    $"{key}: the JSON in it has no 'password', but {string.Join(", ", members.Select(member => member.Key).Order(StringComparer.Ordinal))}"
                )
        )
        {
            User = Text("username"),
            Host = Text("host"),
            Port = int.TryParse(Text("port"), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : null,
            Database = Text("dbname"),
        };

        string? Text(string name) =>
            members[name] is JsonValue value
            && value.GetValueKind() is JsonValueKind.String or JsonValueKind.Number
            && $"{value}" is { Length: > 0 } found
                ? found
                : null;
    }

    private static JsonObject? Members(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
