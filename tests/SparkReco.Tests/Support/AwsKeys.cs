namespace SparkReco.Tests.Support;

/// <summary>Keys of AWS in the environment of this process, for services that take any: those of the S3 server, which takes no others.</summary>
internal static class AwsKeys
{
    public static void Set()
    {
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_REGION" })
            Environment.SetEnvironmentVariable(name, S3Server.ClientEnvironment[name]);
    }
}
