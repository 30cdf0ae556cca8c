using SparkReco.Adapters.SparkConnect;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

public sealed class SparkRemoteTests
{
    [Theory]
    [InlineData("sc://spark", "http://spark:15002/")]
    [InlineData("sc://spark/", "http://spark:15002/")]
    [InlineData("sc://spark:7/;", "http://spark:7/")]
    [InlineData("sc://[::1]:7", "http://[::1]:7/")]
    [InlineData("sc://10.0.0.1/;use_ssl=true", "https://10.0.0.1:15002/")]
    [InlineData("sc://spark.example.org:443/;token=hush", "https://spark.example.org/")]
    [InlineData("sc://localhost/;token=hush", "http://localhost:15002/")]
    [InlineData("sc://127.0.0.1/;token=hush;use_ssl=true", "https://127.0.0.1:15002/")]
    public void The_address_follows_from_host_port_and_security(string text, string address) =>
        Assert.Equal(new Uri(address), SparkRemote.Parse(text).Address);

    [Fact]
    public void All_keys_of_Spark_are_understood()
    {
        var remote = SparkRemote.Parse(
            "sc://h:1/;token=a%3Bb%3D;use_ssl=true;user_id=ann;user_agent=x/1 y;session_id=01234567-89ab-cdef-0123-456789abcdef;grpc_max_message_size=1000"
        );

        Assert.Equal("a;b=", remote.Token);
        Assert.Equal("ann", remote.UserId);
        Assert.Equal("x/1 y", remote.UserAgent);
        Assert.Equal(Guid.Parse("01234567-89ab-cdef-0123-456789abcdef"), remote.Session);
        Assert.True(remote.HasSession);
        Assert.Equal(1000, remote.MessageBytes);
        Assert.Empty(remote.Headers);
    }

    [Fact]
    public void What_is_left_out_has_a_default()
    {
        var remote = SparkRemote.Parse("sc://h");

        Assert.Null(remote.Token);
        Assert.NotEmpty(remote.UserId);
        Assert.NotEqual(SparkRemote.Parse("sc://h").Session, remote.Session);
        Assert.False(remote.HasSession);
        Assert.Equal(134_217_728, remote.MessageBytes);
    }

    [Fact]
    public void Other_keys_are_headers() =>
        Assert.Equal(
            new Dictionary<string, string> { ["x-aws-proxy-auth"] = "a=b", ["team"] = "data" },
            SparkRemote.Parse("sc://h/;x-aws-proxy-auth=a=b;team=data").Headers
        );

    [Theory]
    [InlineData("", "sc://host:port/")]
    [InlineData("http://h", "sc://host:port/")]
    [InlineData("sc://", "sc://host:port/")]
    [InlineData("sc://h/path", "sc://host:port/")]
    [InlineData("sc://h;token=hush", "sc://host:port/")]
    [InlineData("sc://user@h", "sc://host:port/")]
    [InlineData("sc://a b", "sc://host:port/")]
    [InlineData("sc://h?x", "host is no name")]
    [InlineData("sc://h:", "1 to 65535")]
    [InlineData("sc://h:0", "1 to 65535")]
    [InlineData("sc://h:65536", "1 to 65535")]
    [InlineData("sc://h:x", "1 to 65535")]
    [InlineData("sc://h/;token", "'token' is not")]
    [InlineData("sc://h/;token=", "'token' is not")]
    [InlineData("sc://h/;=hush", "'' is not")]
    [InlineData("sc://h/;a=hush;a=hush", "a stands twice")]
    [InlineData("sc://h/;use_ssl=hush", "true or false")]
    [InlineData("sc://h/;token=hush;use_ssl=false", "over TLS only")]
    [InlineData("sc://h/;session_id=hush", "UUID")]
    [InlineData("sc://h/;grpc_max_message_size=0", "number of bytes")]
    [InlineData("sc://h/;grpc_max_message_size=1M", "number of bytes")]
    [InlineData("sc://h/;Token=hush", "Token is no key")]
    [InlineData("sc://h/;grpc-timeout=hush", "grpc-timeout is no key")]
    [InlineData("sc://h/;x-bin=hush", "x-bin is no key")]
    [InlineData("sc://h/;x=hush%0A", "the value of x")]
    [InlineData("sc://h/;token=hush%0A", "the value of token")]
    public void A_mistake_is_named_and_no_secret_told(string text, string message)
    {
        var error = Assert.Throws<FormatException>(() => SparkRemote.Parse(text));

        Assert.StartsWith("Spark's connection string is not right: ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.DoesNotContain("hush", error.ToString());
    }

    [Fact]
    public void Its_text_tells_no_secret() => Assert.Equal("sc://h:15002", SparkRemote.Parse("sc://h/;token=hush;x=hush").ToString());
}
