using System.Text.Json.Nodes;
using SparkReco.Adapters.Aws;
using SparkReco.Configuration;
using SparkReco.Ports;
using SparkReco.ServiceModels;

namespace SparkReco.Adapters.Redshift;

/// <summary>
/// Has Amazon Redshift run statements through its Data API, all of a call in one transaction. A call whose answer was lost is sent again with the token
/// by which the service knows it; whoever gives up has what runs there stopped.
/// </summary>
internal sealed class RedshiftDataApi : IDisposable
{
    // A statement takes a second at least; who asks each second for an hour is a nuisance.
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    // Who stops a run waits ten seconds before killing it.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(8);

    private static readonly ServiceHelp Help = new(
        "Redshift's Data API",
        "redshift-data: and redshift: or redshift-serverless: permissions (emr/iam/databases.json)",
        "the connection's region and endpoint"
    );

    private readonly ConnectionSettings _settings;
    private readonly AwsClient _client;
    private readonly TimeProvider _clock;
    private readonly Action<string> _log;

    /// <param name="settings">The cluster or the workgroup, and who asks.</param>
    /// <param name="clock">Tells the time.</param>
    /// <param name="log">Is told of each attempt that failed.</param>
    public RedshiftDataApi(ConnectionSettings settings, TimeProvider clock, Action<string> log)
    {
        _settings = settings;
        _client = new AwsClient(Help, AwsPlace.RegionOf(settings), AwsPlace.EndpointOf(settings), credentials: null, clock, log);
        (_clock, _log) = (clock, log);
    }

    /// <summary>The database, for people.</summary>
    public string Description =>
        $"Redshift {(_settings.Cluster == ConnectionSettings.None ? _settings.Workgroup : _settings.Cluster)}/{_settings.Database}";

    /// <summary>Runs statements in one transaction, and waits until it is committed.</summary>
    /// <returns>What to ask for their results by, in their order.</returns>
    /// <exception cref="DatabaseException">A statement failed, and none was done; or nobody knows how it ended.</exception>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<string> statements, CancellationToken cancellation)
    {
        var transaction = TransactionOf(statements);
        await RunAsync(transaction, cancellation);
        return [.. Enumerable.Range(1, statements.Count).Select(number => $"{transaction.Id}:{number}")];
    }

    /// <summary>Statements of one transaction, which is not begun yet.</summary>
    public RedshiftTransaction TransactionOf(IReadOnlyList<string> statements)
    {
        var request = new JsonObject
        {
            ["Database"] = _settings.Database,
            ["Sqls"] = new JsonArray([.. statements.Select(statement => (JsonNode)statement)]),
            ["StatementName"] = "sparkreco",
            ["ClientToken"] = Guid.NewGuid().ToString(),
        };
        Add(request, "ClusterIdentifier", _settings.Cluster);
        Add(request, "WorkgroupName", _settings.Workgroup);
        Add(request, "SecretArn", _settings.Secret);
        // A workgroup takes the user from the credentials.
        if (_settings.Cluster != ConnectionSettings.None && _settings.Secret == ConnectionSettings.None)
            Add(request, "DbUser", _settings.User);
        return new RedshiftTransaction(request);
    }

    /// <summary>Begins a transaction, or asks for one that was begun, and waits until it is committed.</summary>
    /// <exception cref="DatabaseException">It failed, and nothing was done; or it may still run: that is what the transaction says.</exception>
    public async Task RunAsync(RedshiftTransaction transaction, CancellationToken cancellation)
    {
        try
        {
            await StartAsync(transaction, cancellation);
            await FinishAsync(transaction, cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            await StopAsync(transaction);
            throw;
        }
    }

    /// <summary>The only value of a statement's only row, which it makes a text; null where it is null.</summary>
    public async Task<string?> ScalarAsync(string id, CancellationToken cancellation) =>
        (string?)(await ResultAsync(id, cancellation))["Records"]?[0]?[0]?["stringValue"];

    /// <summary>The only value of a query's only row, which it makes a text.</summary>
    public async Task<string?> AskAsync(string sql, CancellationToken cancellation) =>
        await ScalarAsync((await RunAsync([sql], cancellation))[0], cancellation);

    /// <summary>The names of a statement's columns, and what the database calls their types.</summary>
    public async Task<IReadOnlyList<(string Name, string Type)>> ColumnsAsync(string id, CancellationToken cancellation) =>
        [
            .. ((await ResultAsync(id, cancellation))["ColumnMetadata"] as JsonArray ?? []).Select(column =>
                ((string?)column!["label"] ?? (string?)column["name"] ?? "", (string?)column["typeName"] ?? "")
            ),
        ];

    public void Dispose() => _client.Dispose();

    private static void Add(JsonObject request, string member, string value)
    {
        if (value != ConnectionSettings.None)
            request[member] = value;
    }

    private Task<JsonObject> ResultAsync(string id, CancellationToken cancellation) =>
        CallAsync("GetStatementResult", new JsonObject { ["Id"] = id }, cancellation);

    private async Task StartAsync(RedshiftTransaction transaction, CancellationToken cancellation)
    {
        if (transaction.Id is not null)
            return;
        transaction.MayRun = true;
        try
        {
            transaction.Id =
                (string?)(await CallAsync("BatchExecuteStatement", transaction.Request, cancellation))["Id"]
                ?? throw new DatabaseException($"connections.{_settings.Name}: {Description} gave a statement no id") { IsTransient = true };
        }
        catch (DatabaseException error) when (!error.IsTransient)
        {
            transaction.MayRun = false;
            throw;
        }
    }

    private async Task FinishAsync(RedshiftTransaction transaction, CancellationToken cancellation)
    {
        for (var pause = FirstPause; ; pause = pause * 1.5 < LongestPause ? pause * 1.5 : LongestPause)
        {
            var state = await CallAsync("DescribeStatement", new JsonObject { ["Id"] = transaction.Id }, cancellation);
            switch ((string?)state["Status"])
            {
                case "FINISHED":
                    transaction.MayRun = false;
                    return;
                case "FAILED" or "ABORTED":
                    transaction.MayRun = false;
                    throw Failure(state);
                default:
                    await Task.Delay(pause, _clock, cancellation);
                    break;
            }
        }
    }

    private async Task StopAsync(RedshiftTransaction transaction)
    {
        using var limit = new CancellationTokenSource(LongestEnd, _clock);
        try
        {
            // A call whose answer was not waited for is known by its token: it begins nothing anew.
            await StartAsync(transaction, limit.Token);
            await CallAsync("CancelStatement", new JsonObject { ["Id"] = transaction.Id }, limit.Token);
            await FinishAsync(transaction, limit.Token);
        }
        catch (Exception error) when (error is DatabaseException or OperationCanceledException)
        {
            if (transaction.MayRun)
                _log($"connections.{_settings.Name}: what runs in {Description} may go on: {error.Message}");
        }
    }

    private async Task<JsonObject> CallAsync(string operation, JsonObject request, CancellationToken cancellation)
    {
        try
        {
            return await _client.CallAsync(ServiceModel.RedshiftData.Operations[operation], request, Repeat.Always, cancellation);
        }
        catch (AwsException error)
        {
            throw new DatabaseException($"connections.{_settings.Name}: {error.Message}", error) { IsTransient = error.Outcome != Outcome.Refused };
        }
    }

    private DatabaseException Failure(JsonObject state)
    {
        var isAborted = (string?)state["Status"] == "ABORTED";
        var said = (string?)state["Error"] ?? (isAborted ? "a statement was stopped there" : "a statement failed");
        var remedy =
            Has("1023") || Has("Serializable isolation") ? "; another transaction wrote the same tables"
            : Has("S3ServiceException") || Has("not authorized") || Has("sts:AssumeRole")
                ? $"; Redshift reads and writes S3 by the role in 'connections.{_settings.Name}.role' (emr/iam/redshift-role.json), which the cluster or namespace must have"
            : Has("permission denied") ? "; grant it to the user"
            : "";
        return new DatabaseException($"connections.{_settings.Name}: {Description}: {said}{remedy}")
        {
            IsTransient = !isAborted && (Has("1023") || Has("Serializable isolation")),
        };

        bool Has(string words) => said.Contains(words, StringComparison.OrdinalIgnoreCase);
    }
}
