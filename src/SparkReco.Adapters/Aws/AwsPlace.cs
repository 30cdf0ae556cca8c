using Amazon.Runtime;
using SparkReco.Configuration;
using SparkReco.Ports;

namespace SparkReco.Adapters.Aws;

/// <summary>Where the services of AWS are that a connection uses.</summary>
internal static class AwsPlace
{
    // Of a service that is not Amazon's; signatures name one.
    private const string DefaultRegion = "us-east-1";

    /// <summary>The region: that of the connection, or of its secret's ARN, or the one that the AWS SDK finds in the environment.</summary>
    /// <exception cref="DatabaseException">There is none.</exception>
    public static string RegionOf(ConnectionSettings connection) =>
        connection.Region != ConnectionSettings.None ? connection.Region
        : connection.Secret.Split(':') is ["arn", _, "secretsmanager", var region, ..] ? region
        : FallbackRegionFactory.GetRegionEndpoint()?.SystemName
            ?? (
                connection.Endpoint != ConnectionSettings.None
                    ? DefaultRegion
                    : throw new DatabaseException(
                        $"connections.{connection.Name}: no region of AWS is known: set 'connections.{connection.Name}.region', or AWS_REGION"
                    )
            );

    /// <summary>The address of a service in the place of Amazon's; null where there is none.</summary>
    public static Uri? EndpointOf(ConnectionSettings connection) =>
        connection.Endpoint == ConnectionSettings.None ? null : new Uri(connection.Endpoint);
}
