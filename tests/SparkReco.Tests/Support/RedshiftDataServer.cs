using System.Collections.Concurrent;
using System.Data;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Npgsql;
using SparkReco.Configuration;
using SparkReco.ServiceModels;
using SparkReco.Tests.Ingest;

namespace SparkReco.Tests.Support;

/// <summary>
/// A stand-in for Amazon Redshift's Data API: requests and replies are checked with the service's model, statements run on a real PostgreSQL, all of a
/// batch in one transaction, and UNLOAD and COPY write and read Parquet on the S3 server of the tests. What Redshift's SQL has besides, it does not.
/// </summary>
internal sealed class RedshiftDataServer : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _address = $"http://127.0.0.1:{SparkServer.FreePort()}/";
    private readonly NpgsqlConnectionStringBuilder _database;
    private readonly ConcurrentDictionary<string, Batch> _byToken = new();
    private readonly ConcurrentDictionary<string, Batch> _byId = new();
    private readonly ConcurrentQueue<string> _calls = new();
    private readonly TempFolder _folder = new();
    private readonly Task _answering;

    private RedshiftDataServer(ConnectionSettings database)
    {
        _database = new NpgsqlConnectionStringBuilder
        {
            Host = database.Host,
            Port = database.Port,
            Database = database.Database,
            Username = database.User,
            Pooling = false,
        };
        _listener.Prefixes.Add(_address);
        _listener.Start();
        _answering = AnswerAllAsync();
    }

    /// <summary>A stand-in with a new database.</summary>
    public static async Task<RedshiftDataServer> StartAsync()
    {
        AwsKeys.Set();
        return new RedshiftDataServer(await PostgreSqlServer.NewDatabaseAsync());
    }

    /// <summary>A connection to it.</summary>
    public ConnectionSettings Connection =>
        new()
        {
            Name = "warehouse",
            Kind = DatabaseKind.Redshift,
            Workgroup = "analytics",
            Database = "dev",
            Region = "eu-west-1",
            Endpoint = _address,
            Role = "arn:aws:iam::111122223333:role/SparkRecoRedshift",
        };

    /// <summary>The operations that were called.</summary>
    public IReadOnlyList<string> Calls => [.. _calls];

    /// <summary>The statements of all batches that ran, each once.</summary>
    public IReadOnlyList<string> Statements => [.. _byId.Values.OrderBy(batch => batch.Number).SelectMany(batch => batch.Sqls)];

    /// <summary>What becomes of a call, by its operation and how often it was called, from 1 on; nothing is as it should be.</summary>
    public Func<string, int, Fault> FaultOf { get; set; } = (_, _) => Fault.None;

    /// <summary>Whether batches wait before they begin, until they are cancelled.</summary>
    public bool Holds { get; set; }

    /// <summary>Is waited for before a batch of these statements commits.</summary>
    public Func<IReadOnlyList<string>, Task> BeforeCommit { get; set; } = _ => Task.CompletedTask;

    /// <summary>Ends a batch with a status and an error of its own, in the place of running it.</summary>
    public (string Status, string Error)? Ending { get; set; }

    /// <summary>The files that an UNLOAD writes beside its manifest are changed by this before the manifest is read.</summary>
    public Func<JsonObject, JsonObject> Manifest { get; set; } = manifest => manifest;

    /// <summary>Is done when a batch waits.</summary>
    public TaskCompletionSource Held { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Runs statements on the database itself.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(_database.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Close();
        await _answering;
        foreach (var batch in _byId.Values)
        {
            await batch.StopAsync();
            batch.Dispose();
        }

        _folder.Dispose();
    }

    private async Task AnswerAllAsync()
    {
        var counts = new Dictionary<string, int>();
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                var target = context.Request.Headers["X-Amz-Target"]!.Split('.');
                var operation = target is ["RedshiftData", var name]
                    ? ServiceModel.RedshiftData.Operations[name]
                    : throw new InvalidDataException($"{target}");
                counts[name] = counts.GetValueOrDefault(name) + 1;
                _calls.Enqueue(name);
                var fault = FaultOf(name, counts[name]);
                using var reader = new StreamReader(context.Request.InputStream);
                var request = JsonNode.Parse(await reader.ReadToEndAsync())!.AsObject();
                var (status, reply) =
                    fault == Fault.Refuse ? (400, Error("AccessDeniedException", "not yours"))
                    : fault == Fault.Throttle ? (400, Error("ThrottlingException", "Rate exceeded"))
                    : context.Request.Headers["Authorization"]?.Contains("/redshift-data/aws4_request", StringComparison.Ordinal) != true
                        ? (403, Error("IncompleteSignatureException", ""))
                    : await AnswerAsync(operation, request);
                if (fault == Fault.LoseReply)
                {
                    context.Response.Abort();
                    continue;
                }

                context.Response.StatusCode = status;
                context.Response.ContentType = ServiceModel.RedshiftData.ContentType;
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(reply.ToJsonString()));
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException or InvalidOperationException) { }
    }

    private static JsonObject Error(string type, string message) => new() { ["__type"] = type, ["Message"] = message };

    private async Task<(int Status, JsonObject Reply)> AnswerAsync(Operation operation, JsonObject request)
    {
        if (ShapeCheck.Check(operation.Input, request, knowsAll: true) is { Count: > 0 } problems)
            return (400, Error("ValidationException", string.Join("; ", problems)));
        var reply = operation.Name switch
        {
            "BatchExecuteStatement" => Start(request),
            "DescribeStatement" => Found(request, (batch, _) => batch.Describe()),
            "GetStatementResult" => Found(request, (batch, number) => batch.Results[number - 1]),
            "CancelStatement" => await CancelAsync(request),
            _ => null,
        };
        if (reply is null)
            return (400, Error("ResourceNotFoundException", "Query does not exist."));
        return ShapeCheck.Check(operation.Output, reply, knowsAll: true) is { Count: > 0 } wrong
            ? throw new InvalidDataException(string.Join("; ", wrong))
            : (200, reply);
    }

    private JsonObject? Found(JsonObject request, Func<Batch, int, JsonObject> answer)
    {
        var id = ((string)request["Id"]!).Split(':');
        return _byId.TryGetValue(id[0], out var batch) ? answer(batch, id.Length > 1 ? int.Parse(id[1]) : 1).DeepClone().AsObject() : null;
    }

    private JsonObject Start(JsonObject request)
    {
        var batch = _byToken.GetOrAdd(
            (string)request["ClientToken"]!,
            _ =>
            {
                var begun = new Batch(this, _byId.Count, [.. request["Sqls"]!.AsArray().Select(sql => (string)sql!)]);
                _byId[begun.Id] = begun;
                return begun;
            }
        );
        return new JsonObject
        {
            ["Id"] = batch.Id,
            ["CreatedAt"] = 1.5,
            ["Database"] = (string?)request["Database"],
            ["WorkgroupName"] = (string?)request["WorkgroupName"],
        };
    }

    private async Task<JsonObject?> CancelAsync(JsonObject request)
    {
        if (!_byId.TryGetValue((string)request["Id"]!, out var batch))
            return null;
        await batch.StopAsync();
        return new JsonObject { ["Status"] = true };
    }

    /// <summary>What becomes of a call.</summary>
    internal enum Fault
    {
        None,

        /// <summary>It is refused, and not done.</summary>
        Throttle,

        /// <summary>It is refused for good, and not done.</summary>
        Refuse,

        /// <summary>It is done, and the answer is lost.</summary>
        LoseReply,
    }

    /// <summary>Statements of one transaction.</summary>
    private sealed class Batch : IDisposable
    {
        private readonly RedshiftDataServer _server;
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _running;
        private string? _error;

        public Batch(RedshiftDataServer server, int number, IReadOnlyList<string> sqls)
        {
            (_server, Number, Sqls) = (server, number, sqls);
            _running = Task.Run(RunAsync);
        }

        public string Id { get; } = $"{Guid.NewGuid()}";

        public int Number { get; }

        public IReadOnlyList<string> Sqls { get; }

        public List<JsonObject> Results { get; } = [];

        public string Status { get; private set; } = "SUBMITTED";

        public JsonObject Describe()
        {
            var state = new JsonObject
            {
                [nameof(Id)] = Id,
                [nameof(Status)] = Status,
                ["HasResultSet"] = Results.Count > 0,
                ["RedshiftPid"] = 1,
            };
            if (_error is not null)
                state["Error"] = _error;
            return state;
        }

        public void Dispose() => _stop.Dispose();

        public async Task StopAsync()
        {
            await _stop.CancelAsync();
            await _running;
        }

        private async Task RunAsync()
        {
            try
            {
                Status = "STARTED";
                if (_server.Holds)
                {
                    _server.Held.TrySetResult();
                    await Task.Delay(Timeout.Infinite, _stop.Token);
                }

                if (_server.Ending is { } ending)
                {
                    (_error, Status) = (ending.Error, ending.Status);
                    return;
                }

                await using var connection = await _server.OpenAsync();
                await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, _stop.Token);
                foreach (var sql in Sqls)
                    Results.Add(await new RedshiftStatement(connection, _server._folder, _server.Manifest).RunAsync(sql, _stop.Token));
                await _server.BeforeCommit(Sqls);
                await transaction.CommitAsync(_stop.Token);
                Status = "FINISHED";
            }
            catch (OperationCanceledException)
            {
                Status = "ABORTED";
            }
            catch (Exception error)
            {
                (_error, Status) = ($"ERROR: {error.Message}", "FAILED");
            }
        }
    }
}
