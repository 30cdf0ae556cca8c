using System.Diagnostics;
using SparkReco.Configuration;

namespace SparkReco.Tests.Support;

/// <summary>Dynalite, a DynamoDB on this machine that keeps the service's limits, one for all tests; it goes with the tests' process, however that ends.</summary>
internal sealed class DynaliteServer
{
    private static readonly Lazy<DynaliteServer> One = new(() => new DynaliteServer());

    private readonly int _port = SparkServer.FreePort();
    private readonly Process _process;

    private DynaliteServer()
    {
        AwsKeys.Set();
        _process = DatabaseProcess.Start("dynalite_server.sh", $"{_port}");
    }

    /// <summary>A connection to it.</summary>
    public static ConnectionSettings DynamoDb()
    {
        if (Script.Find("node") is null || !IsInstalled())
            Missing.Skip("there is no dynalite: Node.js and its package dynalite in NODE_PATH are not installed");
        return new()
        {
            Name = "shop",
            Kind = DatabaseKind.DynamoDb,
            Region = "eu-west-1",
            Endpoint = $"http://127.0.0.1:{One.Value._port}",
        };
    }

    private static bool IsInstalled() =>
        (Environment.GetEnvironmentVariable("NODE_PATH") ?? "").Split(':').Any(folder => Directory.Exists(Path.Combine(folder, "dynalite")));
}
