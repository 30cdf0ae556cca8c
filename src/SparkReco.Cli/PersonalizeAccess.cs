using System.Security.Cryptography;
using Amazon.Runtime;
using SparkReco.Adapters.Personalize;
using SparkReco.Configuration;
using SparkReco.LocalPersonalize;
using SparkReco.Ports;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>Amazon Personalize, or the service in its place, as long as a command needs it; a stand-in of this program's own runs with it.</summary>
internal sealed class PersonalizeAccess : IAsyncDisposable
{
    // Of a service that is not Amazon's; signatures name one.
    private const string DefaultRegion = "us-east-1";

    private readonly PersonalizeClient _client;
    private readonly LocalService? _service;

    private PersonalizeAccess(PersonalizeClient client, LocalService? service) => (_client, _service) = (client, service);

    public IPersonalize Port => _client;

    /// <summary>Opens what the settings name; null where they drive none.</summary>
    public static async Task<PersonalizeAccess?> OpenAsync(Composition composition, Settings settings, CancellationToken cancellation)
    {
        var personalize = settings.Personalize;
        if (!personalize.IsDriven)
            return null;
        var region = personalize.Region == PersonalizeSettings.None ? DefaultRegion : personalize.Region;
        if (personalize.Endpoint != PersonalizeSettings.Local)
        {
            var endpoint = personalize.Endpoint == PersonalizeSettings.None ? null : new Uri(personalize.Endpoint);
            return new(new PersonalizeClient(region, endpoint, credentials: null, composition.Clock, composition.Log.Write), null);
        }

        // Nobody else gets to know the key of a service that ends with this command.
        var (key, secret) = (RandomNumberGenerator.GetHexString(20), RandomNumberGenerator.GetHexString(40));
        var service = await LocalService.StartAsync(
            new LocalServiceOptions
            {
                State = settings.Lake.IsLocal
                    ? $"{settings.Lake / "_local-personalize"}"
                    : Path.Combine(Path.GetTempPath(), $"sparkreco-local-personalize-{Hashing.Of($"{settings.Lake}")[..16]}"),
                Stores = composition.Stores,
                OpenFolders =
                [
                    settings.Lake.ToString(),
                    .. settings.Personalize.Folder == PersonalizeSettings.None
                        ? []
                        : new[] { $"{Location.Of(settings.Personalize.Folder, settings.BaseFolder)}" },
                ],
                Region = region,
                Credentials = new Dictionary<string, string> { [key] = secret },
                Clock = composition.Clock,
                Log = text => composition.Log.Write($"local Personalize: {text}"),
            },
            cancellation
        );
        var client = new PersonalizeClient(
            region,
            service.Endpoint,
            new ImmutableCredentials(key, secret, null),
            composition.Clock,
            composition.Log.Write,
            "the local Personalize"
        );
        return new(client, service);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_service is not null)
            await _service.DisposeAsync();
    }
}
