using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using SparkReco.Adapters;
using SparkReco.Adapters.DynamoDb;
using SparkReco.Configuration;
using SparkReco.Fetch;
using SparkReco.Ports;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DynamoDb;

/// <summary>What a scan brings of a table, on servers that are made in DynamoDB's likeness.</summary>
public abstract class DynamoDbSourceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>A connection to the server.</summary>
    protected abstract ConnectionSettings Connection { get; }

    [Fact]
    public async Task Every_kind_of_value_is_a_line_of_JSON()
    {
        var table = await NewTableAsync();
        await PutAsync(
            table,
            new()
            {
                ["id"] = new() { S = "ü😀\"\\\n" },
                ["digits"] = new() { N = "123456789012345678901" },
                ["fraction"] = new() { N = "-0.00000000000000000001" },
                ["yes"] = new() { BOOL = true },
                ["no"] = new() { BOOL = false },
                ["nothing"] = new() { NULL = true },
                ["bytes"] = new() { B = new MemoryStream([0, 255, 39]) },
                ["empty"] = new() { S = "" },
                ["words"] = new() { SS = ["a", "b"] },
                ["numbers"] = new() { NS = ["1", "2.5"] },
                ["blobs"] = new() { BS = [new MemoryStream([1])] },
                ["list"] = new() { L = [new() { S = "x" }, new() { N = "7" }, new() { L = [], IsLSet = true }] },
                ["map"] = new()
                {
                    M = new()
                    {
                        ["inner"] = new() { M = [], IsMSet = true },
                    },
                },
            }
        );

        var line = JsonDocument.Parse(Assert.Single(await ScanAsync(table))).RootElement;

        Assert.Equal("ü😀\"\\\n", line.GetProperty("id").GetString());
        Assert.Equal("123456789012345678901", line.GetProperty("digits").GetRawText());
        Assert.Equal("-0.00000000000000000001", Plain(line.GetProperty("fraction").GetRawText()));
        Assert.Equal("true", line.GetProperty("yes").GetRawText());
        Assert.Equal("false", line.GetProperty("no").GetRawText());
        Assert.Equal("null", line.GetProperty("nothing").GetRawText());
        Assert.Equal("\"AP8n\"", line.GetProperty("bytes").GetRawText());
        Assert.Equal("\"\"", line.GetProperty("empty").GetRawText());
        Assert.Equal(["a", "b"], line.GetProperty("words").EnumerateArray().Select(word => word.GetString()!).Order());
        Assert.Equal(["1", "2.5"], line.GetProperty("numbers").EnumerateArray().Select(number => number.GetRawText()).Order());
        Assert.Equal("[\"AQ==\"]", line.GetProperty("blobs").GetRawText());
        Assert.Equal("[\"x\",7,[]]", line.GetProperty("list").GetRawText());
        Assert.Equal("{\"inner\":{}}", line.GetProperty("map").GetRawText());
    }

    /// <summary>40 items of 100 kB are four pages of a megabyte.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Each_item_comes_once_however_many_pages_and_segments_there_are(int segments)
    {
        var table = await NewTableAsync();
        foreach (var number in Enumerable.Range(0, 40))
            await PutAsync(
                table,
                new()
                {
                    ["id"] = new() { S = $"{number}" },
                    ["filler"] = new() { S = new string('x', 100_000) },
                }
            );

        var ids = (await ScanAsync(table, Connection with { Segments = segments, ReadUnits = 1_000_000 })).Select(IdOf);

        Assert.Equal(Enumerable.Range(0, 40), ids.Select(int.Parse).Order());
    }

    [Fact]
    public async Task Some_rows_cost_no_more_than_they_are()
    {
        var table = await NewTableAsync();
        foreach (var number in Enumerable.Range(0, 5))
            await PutAsync(table, new() { ["id"] = new() { S = $"{number}" } });

        Assert.Equal(2, (await ScanAsync(table, most: 2)).Count);
    }

    [Fact]
    public async Task A_table_without_items_is_a_file_without_lines() => Assert.Empty(await ScanAsync(await NewTableAsync()));

    [Fact]
    public async Task A_table_that_is_not_there_is_told_with_the_source()
    {
        var error = await Assert.ThrowsAsync<DatabaseException>(() => ScanAsync("nobody"));

        Assert.StartsWith("inputs.users: connections.shop: DynamoDB: ", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("(ResourceNotFoundException); is it the right region, and the table's whole name?", error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public async Task A_scan_that_is_refused_for_want_of_capacity_is_asked_again()
    {
        var table = await NewTableAsync();
        await PutAsync(table, new() { ["id"] = new() { S = "1" } });
        using var proxy = new ThrottlingProxy(Connection.Endpoint, refusals: 2);

        Assert.Equal(["1"], (await ScanAsync(table, Connection with { Endpoint = proxy.Address, Segments = 1, ReadUnits = 100 })).Select(IdOf));
        Assert.Equal(3, proxy.Requests.Count(operation => operation == "DynamoDB_20120810.Scan"));
    }

    [Theory]
    [InlineData(ReadConsistency.Eventual, "\"ConsistentRead\":false")]
    [InlineData(ReadConsistency.Strong, "\"ConsistentRead\":true")]
    public async Task Reads_are_consistent_where_that_is_asked_for(ReadConsistency consistency, string asked)
    {
        var table = await NewTableAsync();
        using var proxy = new ThrottlingProxy(Connection.Endpoint, refusals: 0);

        await ScanAsync(table, Connection with { Endpoint = proxy.Address, Consistency = consistency, Segments = 1, ReadUnits = 100 });

        Assert.Contains(asked, Assert.Single(proxy.Bodies), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string IdOf(string line) => JsonDocument.Parse(line).RootElement.GetProperty("id").GetString()!;

    private static string Plain(string number) => decimal.Parse(number, NumberStyles.Float).ToString("0.####################");

    private async Task<string> NewTableAsync()
    {
        var name = $"t{Guid.NewGuid():N}";
        using var client = DynamoDbClient.Open(Connection);
        await client.CreateTableAsync(
            new CreateTableRequest
            {
                TableName = name,
                KeySchema = [new KeySchemaElement("id", KeyType.HASH)],
                AttributeDefinitions = [new AttributeDefinition("id", ScalarAttributeType.S)],
                BillingMode = BillingMode.PAY_PER_REQUEST,
            },
            Cancellation
        );
        while ((await client.DescribeTableAsync(name, Cancellation)).Table.TableStatus != TableStatus.ACTIVE)
            await Task.Yield();
        return name;
    }

    private async Task PutAsync(string table, Dictionary<string, AttributeValue> item)
    {
        using var client = DynamoDbClient.Open(Connection);
        await client.PutItemAsync(table, item, Cancellation);
    }

    private async Task<IReadOnlyList<string>> ScanAsync(string table, ConnectionSettings? connection = null, int? most = null)
    {
        var folder = Location.OfThisMachine(_folder.Root) / Guid.NewGuid().ToString("N");
        var databases = new Databases(Location.WorkingFolder, Some.Stores, TimeProvider.System, _ => { });
        await using var source = await databases.OpenSourceAsync(connection ?? Connection, Cancellation);
        await using var raw = new RawParts(Some.Stores.Local, folder, Path.GetTempPath(), (_, _) => { });
        Assert.Null(source.Snapshot);
        Assert.Null(await source.FetchAsync(new("inputs.users", table, IsTable: true, null, null, most), raw, Cancellation));
        var part = Assert.Single(await raw.EndAsync(needsOne: true, Cancellation));
        Assert.Equal("part-00000.jsonl.gz", part.Name);
        using var reader = new StreamReader(new GZipStream(File.OpenRead($"{folder / part.Name}"), CompressionMode.Decompress));
        var lines = (await reader.ReadToEndAsync(Cancellation)).Split('\n')[..^1];
        Assert.Equal(lines.Length, part.Rows);
        return lines;
    }

    /// <summary>Stands before a server, and refuses the first scans as a table without capacity does.</summary>
    private sealed class ThrottlingProxy : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly HttpClient _http = new();
        private readonly string _server;
        private int _refusals;

        public ThrottlingProxy(string server, int refusals)
        {
            (_server, _refusals) = (server, refusals);
            _listener.Prefixes.Add(Address);
            _listener.Start();
            _ = AnswerAsync();
        }

        public string Address { get; } = $"http://127.0.0.1:{SparkServer.FreePort()}/";

        public List<string> Requests { get; } = [];

        public List<string> Bodies { get; } = [];

        public void Dispose()
        {
            _listener.Close();
            _http.Dispose();
        }

        private async Task AnswerAsync()
        {
            try
            {
                while (true)
                {
                    var context = await _listener.GetContextAsync();
                    var operation = context.Request.Headers["X-Amz-Target"]!;
                    Requests.Add(operation);
                    using var reader = new StreamReader(context.Request.InputStream);
                    Bodies.Add(await reader.ReadToEndAsync(Cancellation));
                    var (status, text) =
                        _refusals-- > 0
                            ? (
                                HttpStatusCode.BadRequest,
                                """{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow"}"""
                            )
                            : await ForwardAsync(context.Request, operation, Bodies[^1]);
                    context.Response.StatusCode = (int)status;
                    context.Response.ContentType = "application/x-amz-json-1.0";
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text), Cancellation);
                    context.Response.Close();
                }
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException) { }
        }

        private async Task<(HttpStatusCode Status, string Text)> ForwardAsync(HttpListenerRequest request, string operation, string body)
        {
            using var message = new HttpRequestMessage(HttpMethod.Post, _server) { Content = new StringContent(body, Encoding.UTF8) };
            message.Content.Headers.ContentType = new("application/x-amz-json-1.0");
            message.Headers.TryAddWithoutValidation("X-Amz-Target", operation);
            message.Headers.TryAddWithoutValidation("X-Amz-Date", request.Headers["X-Amz-Date"]);
            message.Headers.TryAddWithoutValidation("Authorization", request.Headers["Authorization"]);
            using var response = await _http.SendAsync(message, Cancellation);
            return (response.StatusCode, await response.Content.ReadAsStringAsync(Cancellation));
        }
    }
}

/// <summary>On moto.</summary>
public sealed class MotoDynamoDbSourceTests : DynamoDbSourceTests
{
    protected override ConnectionSettings Connection { get; } = MotoServer.DynamoDb();
}

/// <summary>On dynalite.</summary>
public sealed class DynaliteDynamoDbSourceTests : DynamoDbSourceTests
{
    protected override ConnectionSettings Connection { get; } = DynaliteServer.DynamoDb();
}
