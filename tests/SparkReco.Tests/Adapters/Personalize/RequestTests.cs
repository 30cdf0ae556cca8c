using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using SparkReco.Adapters.Aws;
using SparkReco.Adapters.Personalize;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.Personalize;

/// <summary>What is sent: the same as AWS's own SDK for Python sends.</summary>
public sealed class RequestTests
{
    private static readonly ImmutableCredentials Keys = new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "TOKEN/x==");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The signature is botocore's (1.44.8) for the same request.</summary>
    [Fact]
    public void A_request_is_signed_as_botocore_signs_it()
    {
        var headers = RequestSigner.Sign(
            "POST",
            new Uri("https://personalize.eu-west-1.amazonaws.com/"),
            new Dictionary<string, string> { ["Content-Type"] = "application/x-amz-json-1.1", ["X-Amz-Target"] = "AmazonPersonalize.ListSchemas" },
            """{"maxResults": 5}"""u8.ToArray(),
            "personalize",
            "eu-west-1",
            Keys,
            new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc)
        );

        Assert.Equal(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261130/eu-west-1/personalize/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=d21caf5cee6a2d7160aa42622e6193ed475757971a774e38f53d87e410e97b58",
            headers["Authorization"]
        );
        Assert.Equal("20261130T010203Z", headers["X-Amz-Date"]);
        Assert.Equal("TOKEN/x==", headers["X-Amz-Security-Token"]);
    }

    /// <summary>The newest, and the one of Debian, whose model of the service is older.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_is_sent_as_botocore_sends_it(bool isNewest)
    {
        if (!isNewest && !Directory.Exists("/usr/lib/python3/dist-packages/botocore"))
            Missing.Skip("there is no botocore of Debian: the package python3-botocore is not installed");
        (string Service, string Python, string Operation, JsonObject Request)[] calls =
        [
            ("personalize", "create_dataset_group", "CreateDatasetGroup", new JsonObject { ["name"] = "g" }),
            (
                "personalize",
                "create_batch_inference_job",
                "CreateBatchInferenceJob",
                new JsonObject
                {
                    ["jobName"] = "j",
                    ["solutionVersionArn"] = "arn:aws:personalize:eu-west-1:123456789012:solution/s/1",
                    ["roleArn"] = "arn:aws:iam::123456789012:role/r",
                    ["numResults"] = 25,
                    ["jobInput"] = new JsonObject { ["s3DataSource"] = new JsonObject { ["path"] = "s3://b/ü/" } },
                    ["jobOutput"] = new JsonObject { ["s3DataDestination"] = new JsonObject { ["path"] = "s3://b/o/" } },
                }
            ),
            (
                "personalize-runtime",
                "get_recommendations",
                "GetRecommendations",
                new JsonObject { ["campaignArn"] = "arn:aws:personalize:eu-west-1:123456789012:campaign/c", ["userId"] = "1" }
            ),
            (
                "personalize-events",
                "put_users",
                "PutUsers",
                new JsonObject
                {
                    ["datasetArn"] = "arn:aws:personalize:eu-west-1:123456789012:dataset/g/USERS",
                    ["users"] = new JsonArray(new JsonObject { ["userId"] = "1" }),
                }
            ),
        ];
        var asked = string.Concat(
            calls.Select(call =>
                new JsonObject
                {
                    ["service"] = call.Service,
                    ["operation"] = call.Python,
                    ["params"] = call.Request.DeepClone(),
                }.ToJsonString() + "\n"
            )
        );
        var lines = isNewest
            ? await PythonTools.RunAsync("botocore_requests.py", new Dictionary<string, string?>(), asked)
            : await Script.RunAsync("/usr/bin/python3", "botocore_requests.py", new Dictionary<string, string?> { ["PYTHONPATH"] = null }, asked);

        foreach (var (call, line) in calls.Zip(lines.Trim().Split('\n')))
        {
            var theirs = JsonNode.Parse(line)!;
            var ours = await SendAsync(call.Operation, call.Request);
            Assert.Equal(theirs["method"]!.ToString(), ours.Method);
            Assert.Equal(new Uri(theirs["url"]!.ToString()).AbsolutePath, ours.Path);
            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(theirs["body"]!.ToString()), JsonNode.Parse(ours.Body)), ours.Body);
            // Every header of theirs but those that tell who it is that asks, and how often.
            foreach (var (name, value) in theirs["headers"]!.AsObject())
            {
                if (name is "Content-Type" or "X-Amz-Target" or "X-Amz-Security-Token" or "Accept")
                    Assert.Equal(value!.ToString(), ours.Headers[name]);
            }

            // Their bytes, signed here, have their signature.
            var signed = RequestSigner.Sign(
                theirs["method"]!.ToString(),
                new Uri(theirs["url"]!.ToString()),
                theirs["headers"]!
                    .AsObject()
                    .Where(header => header.Key is "Content-Type" or "X-Amz-Target")
                    .ToDictionary(header => header.Key, header => header.Value!.ToString()),
                Encoding.UTF8.GetBytes(theirs["body"]!.ToString()),
                "personalize",
                "eu-west-1",
                Keys,
                new DateTime(2026, 11, 30, 1, 2, 3, DateTimeKind.Utc)
            );
            Assert.Equal(theirs["headers"]!["Authorization"]!.ToString(), signed["Authorization"]);
        }
    }

    [Theory]
    [InlineData(400, """{"__type":"ThrottlingException","message":"Rate exceeded"}""", Outcome.Busy, "ThrottlingException")]
    [InlineData(503, "", Outcome.Busy, "")]
    [InlineData(500, """{"__type":"InternalFailure"}""", Outcome.Unknown, "InternalFailure")]
    [InlineData(400, """{"__type":"com.amazonaws.personalize#ResourceInUseException","message":"m"}""", Outcome.Refused, "ResourceInUseException")]
    public async Task An_error_says_whether_it_was_done(int status, string body, Outcome outcome, string type)
    {
        using var server = new OneAnswer(status, body);

        var error = await Assert.ThrowsAsync<PersonalizeException>(() => server.CallAsync("CreateSchema", new HandClock()));

        Assert.Equal((outcome, type), (error.Outcome, error.Type));
    }

    [Fact]
    public async Task What_changes_something_is_not_repeated_when_nobody_knows_whether_it_was_done()
    {
        using var server = new OneAnswer(500, "{}");

        await Assert.ThrowsAsync<PersonalizeException>(() => server.CallAsync("CreateSchema", new HandClock()));

        Assert.Equal(1, server.Count);
    }

    [Fact]
    public async Task What_only_reads_is_repeated_a_few_times()
    {
        using var server = new OneAnswer(500, "{}");

        await Assert.ThrowsAsync<PersonalizeException>(() => server.CallAsync("ListSchemas", new HandClock()));

        Assert.Equal(6, server.Count);
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_told_with_the_remedy()
    {
        var clock = new HandClock();
        using var client = new PersonalizeClient("us-east-1", new Uri($"http://127.0.0.1:{SparkServer.FreePort()}"), Keys, clock, _ => { });

        var error = await Assert.ThrowsAsync<PersonalizeException>(() => AdvanceAsync(client.CallAsync("ListSchemas", [], Cancellation), clock));

        Assert.Contains("look at personalize.region and personalize.endpoint", error.Message, StringComparison.Ordinal);
    }

    private static async Task<Seen> SendAsync(string operation, JsonObject request)
    {
        using var server = new OneAnswer(200, "{}");
        await server.CallAsync(operation, new HandClock(), request);
        return server.Last!;
    }

    /// <summary>Lets time pass until a call has ended.</summary>
    private static async Task AdvanceAsync(Task call, HandClock clock)
    {
        while (!call.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAny(call, Task.Delay(1, Cancellation));
        }

        await call;
    }

    private sealed record Seen(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body);

    /// <summary>A server that answers everything alike.</summary>
    private sealed class OneAnswer : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly string _address = $"http://127.0.0.1:{SparkServer.FreePort()}/";

        public OneAnswer(int status, string body)
        {
            _listener.Prefixes.Add(_address);
            _listener.Start();
            _ = AnswerAsync(status, body);
        }

        public int Count { get; private set; }

        public Seen? Last { get; private set; }

        public async Task CallAsync(string operation, HandClock clock, JsonObject? request = null)
        {
            using var client = new PersonalizeClient("eu-west-1", new Uri(_address), Keys, clock, _ => { });
            await AdvanceAsync(client.CallAsync(operation, request ?? [], Cancellation), clock);
        }

        public void Dispose() => _listener.Close();

        private async Task AnswerAsync(int status, string body)
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    using var reader = new StreamReader(context.Request.InputStream);
                    Last = new Seen(
                        context.Request.HttpMethod,
                        context.Request.Url!.AbsolutePath,
                        context.Request.Headers.AllKeys.ToDictionary(
                            name => name!,
                            name => context.Request.Headers[name]!,
                            StringComparer.OrdinalIgnoreCase
                        ),
                        await reader.ReadToEndAsync(Cancellation)
                    );
                    Count++;
                    context.Response.StatusCode = status;
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body), Cancellation);
                    context.Response.Close();
                }
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException) { }
        }
    }
}
