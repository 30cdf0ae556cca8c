using System.Text.Json.Nodes;
using Amazon.Runtime;
using SparkReco.Adapters.Personalize;
using SparkReco.LocalPersonalize;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Cli;

/// <summary>A small company whose configuration has no lists, and a service for them.</summary>
internal sealed class PersonalizeWorld : IAsyncDisposable
{
    private LocalService _service = null!;

    private PersonalizeWorld() { }

    public TestWorld World { get; } = new("{}");

    public LocalService Service => _service;

    public string Lake => World.Lake;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Makes the company, and starts a service in which some things go wrong.</summary>
    public static async Task<PersonalizeWorld> StartAsync(params string[] faults)
    {
        foreach (var (name, value) in S3Server.ClientEnvironment)
            Environment.SetEnvironmentVariable(name, value);
        var world = new PersonalizeWorld();
        await world.RestartAsync(faults);
        return world;
    }

    /// <summary>Ends the service, if it runs, and starts another on its state.</summary>
    public async Task RestartAsync(params string[] faults)
    {
        if (_service is not null)
            await _service.DisposeAsync();
        _service = await LocalService.StartAsync(
            new LocalServiceOptions
            {
                State = World.PathOf("state"),
                Stores = Some.Stores,
                OpenFolders = [World.Folder],
                Credentials = new Dictionary<string, string> { [S3Server.Key] = S3Server.Secret },
                Faults = FaultPlan.Parse($$"""{"seed": 1, "rules": [{{string.Join(", ", faults)}}]}"""),
            },
            Cancellation
        );
        await File.WriteAllTextAsync(
            World.Configuration,
            $$"""
            {
              "run_date": "{{World.Summary.RunDate:yyyy-MM-dd}}",
              "inputs": {
                "users": { "paths": ["raw/users.jsonl"] },
                "items": { "paths": ["raw/items.csv"] },
                "events": { "paths": ["raw/events"] }
              },
              "baseline": "fixed",
              "personalize": { "endpoint": "{{_service.Endpoint}}" },
              "quality": { "warn_rejected_percent": 50, "max_rejected_percent": 60 }
            }
            """,
            Cancellation
        );
    }

    /// <summary>Runs a command on the company.</summary>
    public Task<Sparkreco.Result> RunAsync(string command, params string[] more) =>
        Sparkreco.RunAsync([.. command.Split(' '), "--config", World.Configuration, .. more]);

    /// <summary>Runs the pipeline, which must end well.</summary>
    public async Task<Sparkreco.Result> DoneAsync(params string[] more)
    {
        var result = await RunAsync("run", ["--run-id", "r", .. more]);
        Assert.True(result.Code == 0, result.Errors);
        return result;
    }

    /// <summary>Asks the service.</summary>
    public async Task<JsonObject> CallAsync(string operation, JsonObject request)
    {
        using var client = new PersonalizeClient(
            "us-east-1",
            _service.Endpoint,
            new ImmutableCredentials(S3Server.Key, S3Server.Secret, null),
            TimeProvider.System,
            _ => { }
        );
        return await client.CallAsync(operation, request, Cancellation);
    }

    /// <summary>How many there are of each kind of resource, by what <c>personalize status</c> says.</summary>
    public async Task<IReadOnlyDictionary<string, int>> CountAsync()
    {
        var status = await RunAsync("personalize status", "--output", "json");
        Assert.True(status.Code == 0, status.Errors);
        return JsonNode.Parse(status.Output)!.AsArray().CountBy(entry => entry!["name"]!.ToString()).ToDictionary();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        World.Dispose();
    }
}
