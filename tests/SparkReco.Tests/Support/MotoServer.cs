using System.Diagnostics;
using SparkReco.Configuration;

namespace SparkReco.Tests.Support;

/// <summary>
/// Moto, a stand-in for services of AWS on this machine, one for all tests; it goes with the tests' process, however that ends. Nobody's rights are
/// checked there, and nothing is throttled.
/// </summary>
internal sealed class MotoServer
{
    private static readonly Lazy<MotoServer> One = new(() => new MotoServer());

    private readonly int _port = SparkServer.FreePort();
    private readonly Process _process;

    private MotoServer()
    {
        AwsKeys.Set();
        _process = DatabaseProcess.Start("moto_server.sh", $"{_port}", PythonTools.SearchPath());
    }

    /// <summary>Where it is, once it runs.</summary>
    public static string Endpoint()
    {
        _ = PythonTools.SearchPath();
        return $"http://127.0.0.1:{One.Value._port}";
    }

    /// <summary>A connection to its DynamoDB.</summary>
    public static ConnectionSettings DynamoDb() =>
        new()
        {
            Name = "shop",
            Kind = DatabaseKind.DynamoDb,
            Region = "eu-west-1",
            Endpoint = Endpoint(),
        };
}
