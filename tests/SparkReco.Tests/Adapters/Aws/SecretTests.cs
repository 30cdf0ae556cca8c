using System.Text.Json.Nodes;
using SparkReco.Adapters;
using SparkReco.Adapters.Aws;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.ServiceModels;
using SparkReco.Storage;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Aws;

/// <summary>Secrets of a stand-in for AWS Secrets Manager (moto).</summary>
public sealed class SecretTests
{
    private const string Region = "eu-west-1";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_secret_as_RDS_makes_it_says_where_the_server_is_and_who_connects()
    {
        var secret = await NewSecretAsync(
            """{"username":"ana","password":"p{\"1","engine":"postgres","host":"db.example.com","port":5433,"dbname":"shop","dbInstanceIdentifier":"db"}"""
        );

        Assert.Equal(new Login("db.example.com", 5433, "shop", "ana", "p{\"1"), await FindAsync(new() { Secret = secret }));
    }

    [Fact]
    public async Task What_the_configuration_says_itself_is_not_taken_from_the_secret()
    {
        var secret = await NewSecretAsync("""{"username":"ana","password":"p","host":"db.example.com","port":"5433","dbname":"shop"}""");

        Assert.Equal(
            new Login("127.0.0.1", 5434, "copy", "bo", "p"),
            await FindAsync(
                new()
                {
                    Secret = secret,
                    Host = "127.0.0.1",
                    Port = 5434,
                    Database = "copy",
                    User = "bo",
                }
            )
        );
    }

    [Theory]
    [InlineData("s3cret", "s3cret")]
    [InlineData("s3cret\n", "s3cret")]
    [InlineData("{s3cret", "{s3cret")]
    [InlineData("\"s3cret\"", "\"s3cret\"")]
    [InlineData("123", "123")]
    public async Task A_text_that_is_no_JSON_object_is_the_password(string text, string password) =>
        Assert.Equal(
            password,
            (
                await FindAsync(
                    new()
                    {
                        Secret = await NewSecretAsync(text),
                        Host = "h",
                        Database = "d",
                        User = "u",
                    }
                )
            ).Password
        );

    [Fact]
    public async Task A_secret_that_was_rotated_is_new_at_the_next_opening()
    {
        var secret = await NewSecretAsync("one");
        var settings = new ConnectionSettings
        {
            Secret = secret,
            Host = "h",
            Database = "d",
            User = "u",
        };
        await FindAsync(settings);

        await CallAsync("PutSecretValue", new JsonObject { ["SecretId"] = secret, ["SecretString"] = "two" });

        Assert.Equal("two", (await FindAsync(settings)).Password);
    }

    [Fact]
    public async Task What_is_missing_is_told_with_the_names_alone_of_what_is_there()
    {
        var noPassword = await Assert.ThrowsAsync<DatabaseException>(async () =>
            await FindAsync(new() { Secret = await NewSecretAsync("""{"user":"ana","passwort":"s3cret"}""") })
        );
        var noHost = await Assert.ThrowsAsync<DatabaseException>(async () =>
            await FindAsync(new() { Secret = await NewSecretAsync("""{"username":"ana","password":"s3cret"}""") })
        );

        Assert.Equal("connections.shop.secret: the JSON in it has no 'password', but passwort, user", noPassword.Message);
        Assert.Equal("connections.shop.host: neither the configuration nor the secret has it: set it, or 'host' in the secret", noHost.Message);
    }

    [Fact]
    public async Task A_secret_that_is_not_there_is_told_with_the_remedy()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => FindAsync(new() { Secret = "nobody" }));

        Assert.Contains("ResourceNotFoundException", error.Message, StringComparison.Ordinal);
        Assert.Contains("There is no secret nobody in the region", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_server_is_found_by_its_secret_alone()
    {
        var server = await PostgreSqlServer.NewDatabaseAsync();
        var secret = await NewSecretAsync(
            new JsonObject
            {
                ["username"] = server.User,
                ["password"] = "any",
                ["host"] = server.Host,
                ["port"] = server.Port,
                ["dbname"] = server.Database,
            }.ToJsonString()
        );
        var databases = new Databases(Location.WorkingFolder, Some.Stores, TimeProvider.System, _ => { });

        await using var source = await databases.OpenSourceAsync(Of(new() { Secret = secret, Tls = TlsMode.Off }), Cancellation);

        Assert.EndsWith($"127.0.0.1/{server.Database}", source.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void A_login_is_written_without_its_password() => Assert.Equal("ana at h:1/d", $"{new Login("h", 1, "d", "ana", "s3cret")}");

    private static ConnectionSettings Of(ConnectionSettings settings) =>
        settings with
        {
            Name = "shop",
            Region = Region,
            Endpoint = MotoServer.Endpoint(),
        };

    private static Task<Login> FindAsync(ConnectionSettings settings) => Login.FindAsync(Of(settings), Location.WorkingFolder, Cancellation);

    private static async Task<string> NewSecretAsync(string text)
    {
        var name = $"sparkreco/{Guid.NewGuid():N}";
        await CallAsync("CreateSecret", new JsonObject { ["Name"] = name, ["SecretString"] = text });
        return name;
    }

    private static async Task CallAsync(string operation, JsonObject request)
    {
        using var client = new AwsClient(
            new ServiceHelp("Secrets Manager", "", ""),
            Region,
            new Uri(MotoServer.Endpoint()),
            credentials: null,
            TimeProvider.System,
            _ => { }
        );
        await client.CallAsync(ServiceModel.SecretsManager.Operations[operation], request, Repeat.Never, Cancellation);
    }
}
