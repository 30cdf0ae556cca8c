using SparkReco.Adapters.Spark;
using SparkReco.Adapters.SparkConnect;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Spark;

[Collection("Spark")]
public sealed class SparkEngineTests : EngineTests
{
    protected override async Task<IEngine> OpenAsync(string scratch) => await OpenAsync(scratch, Folder.Root);

    /// <summary>An engine on the tests' Spark.</summary>
    internal static async Task<SparkEngine> OpenAsync(string scratch, string lake)
    {
        var server = await SparkServer.Shared;
        var session = await SparkConnectSession.OpenAsync(server.Remote, SparkEngine.Configuration, TestContext.Current.CancellationToken);
        return new SparkEngine(session, Sparkreco.Command, partitions: 0, Location.OfThisMachine(scratch), Location.OfThisMachine(lake), Some.Stores);
    }

    protected override async Task<string> LogAsync() => (await SparkServer.Shared).Log;
}
