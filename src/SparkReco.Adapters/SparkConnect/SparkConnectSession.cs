using System.Data;
using Apache.Arrow;
using Apache.Arrow.Ipc;
using Grpc.Core;
using SparkReco.Adapters.Spark;
using SparkReco.Adapters.SparkConnect.Protocol;
using SparkReco.Models;
using SparkReco.Ports;
using Column = SparkReco.Models.Column;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>A session on a Spark Connect server, 3.5 or later: statements and plans go over gRPC, rows come and go as Apache Arrow.</summary>
public sealed class SparkConnectSession : ISparkSession
{
    private static readonly TimeSpan FirstPatience = TimeSpan.FromSeconds(5);

    // A server ends a session that was not used for an hour, and 3.5 those used least recently of a hundred; a service may train for hours.
    private static readonly TimeSpan AliveEvery = TimeSpan.FromMinutes(1);

    private readonly ConnectClient _client;
    private readonly bool _takesInput;
    private readonly CancellationTokenSource _closing = new();
    private readonly Task _keptAlive;

    private SparkConnectSession(ConnectClient client, string version, TimeSpan aliveEvery)
    {
        _client = client;
        Version = version;
        _keptAlive = KeepAliveAsync(aliveEvery);
        _takesInput = !version.StartsWith("3.", StringComparison.Ordinal);
    }

    public string Version { get; }

    /// <summary>Opens a session at a connection string such as <c>sc://host:15002/;token=secret</c>, and sets its configuration.</summary>
    /// <param name="remote">Where the server is.</param>
    /// <param name="configuration">Spark's settings for the session.</param>
    /// <param name="cancellation">Gives the opening up.</param>
    /// <param name="log">Is told of connections that broke and were taken up again.</param>
    /// <param name="aliveEvery">How often the server hears that the session is used; a minute by itself.</param>
    /// <exception cref="FormatException">What is wrong with the connection string.</exception>
    /// <exception cref="EngineException">Nobody listens there, or refuses.</exception>
    public static async Task<SparkConnectSession> OpenAsync(
        string remote,
        IReadOnlyDictionary<string, string> configuration,
        CancellationToken cancellation,
        Action<string>? log = null,
        TimeSpan? aliveEvery = null
    )
    {
        var client = new ConnectClient(SparkRemote.Parse(remote), log);
        try
        {
            var version = await GreetAsync(client, cancellation);
            await ConfigureAsync(client, configuration, cancellation);
            return new SparkConnectSession(client, version, aliveEvery ?? AliveEvery);
        }
        catch
        {
            client.Dispose();
            throw;
        }
    }

    public async Task RunAsync(string sql, CancellationToken cancellation)
    {
        var command = _takesInput ? new SqlCommand { Input = Query(sql) } : new SqlCommand { Sql = sql };
        await RunAsync(new Command { SqlCommand = command }, cancellation);
    }

    public async Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation)
    {
        List<T> rows = [];
        await foreach (var response in new Operation(_client, new Plan { Root = Query(sql) }).RunAsync(cancellation))
        {
            if (response.ArrowBatch is { } batch)
                Read(batch, map, rows);
        }

        return rows;
    }

    public async Task LoadAsync(string view, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation)
    {
        var parts = ArrowRelation.Split(rows);
        if (parts is [var all])
        {
            await CreateViewAsync(view, ArrowRelation.Build(columns, rows, all), cancellation);
            return;
        }

        var names = parts.Select((_, index) => $"{view}__part_{index + 1}").ToArray();
        foreach (var (name, part) in names.Zip(parts))
            await CreateViewAsync(name, ArrowRelation.Build(columns, rows, part), cancellation);

        // The view holds the plans of its parts, so that their names can go.
        await CreateViewAsync(view, Query(string.Join(" union all ", names.Select(name => $"select * from {Identifier(name)}"))), cancellation);
        foreach (var name in names)
            await RunAsync($"drop view {Identifier(name)}", cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _keptAlive;
        _closing.Dispose();

        // A session that the connection string names may serve others.
        if (!_client.Remote.HasSession)
            await _client.ReleaseSessionAsync();
        _client.Dispose();
    }

    private async Task KeepAliveAsync(TimeSpan every)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(_closing.Token))
                await _client.TouchAsync(_closing.Token);
        }
        catch (OperationCanceledException)
        {
            // The session is closed.
        }
    }

    /// <summary>The first call, which makes the session and tells Spark's version. The server may still be starting.</summary>
    private static async Task<string> GreetAsync(ConnectClient client, CancellationToken cancellation)
    {
        var budget = new RetryBudget(FirstPatience);
        while (true)
        {
            try
            {
                return await client.ReadVersionAsync(cancellation);
            }
            catch (RpcException error)
            {
                cancellation.ThrowIfCancellationRequested();
                var failure = new SparkFailure(error, client.Remote);
                if (!failure.IsRefused || budget.Next() is not { } wait)
                    throw failure.ToOpeningException();
                client.Log($"Spark does not answer yet ({error.StatusCode}); asked again in {wait.TotalSeconds:0.0} s");
                await Task.Delay(wait, cancellation);
            }
        }
    }

    private static async Task ConfigureAsync(ConnectClient client, IReadOnlyDictionary<string, string> configuration, CancellationToken cancellation)
    {
        try
        {
            await client.ConfigureAsync(configuration, cancellation);
        }
        catch (RpcException error)
        {
            cancellation.ThrowIfCancellationRequested();
            throw await client.ExplainAsync(new SparkFailure(error, client.Remote));
        }
    }

    private static Relation Query(string sql) =>
        new()
        {
            Common = new RelationCommon { PlanId = 0 },
            Sql = new SQL { Query = sql },
        };

    private static string Identifier(string name) => $"`{name.Replace("`", "``")}`";

    private static void Read<T>(ExecutePlanResponse.Types.ArrowBatch source, Func<IDataRecord, T> map, List<T> rows)
    {
        var start = rows.Count;
        if (source.HasStartOffset && source.StartOffset != start)
            throw new EngineException($"Spark's rows from {start} on are missing: the next batch begins with row {source.StartOffset}");
        using var reader = new ArrowStreamReader(source.Data.Memory);
        while (ReadBatch(reader) is { } batch)
        {
            using (batch)
                Read(batch, map, rows);
        }

        if (rows.Count - start != source.RowCount)
            throw new EngineException($"a batch of Spark holds {rows.Count - start} rows instead of {source.RowCount}");
    }

    private static void Read<T>(RecordBatch batch, Func<IDataRecord, T> map, List<T> rows)
    {
        var record = new ArrowRecord(batch);
        for (var row = 0; row < batch.Length; row++)
        {
            record.Row = row;
            rows.Add(map(record));
        }
    }

    private static RecordBatch? ReadBatch(ArrowStreamReader reader)
    {
        try
        {
            return reader.ReadNextRecordBatch();
        }
        catch (Exception error)
        {
            throw new EngineException($"a batch of Spark could not be read: {error.Message}", error);
        }
    }

    private Task CreateViewAsync(string name, Relation input, CancellationToken cancellation) =>
        RunAsync(
            new Command
            {
                CreateDataframeView = new CreateDataFrameViewCommand
                {
                    Input = input,
                    Name = Identifier(name),
                    Replace = true,
                },
            },
            cancellation
        );

    private async Task RunAsync(Command command, CancellationToken cancellation)
    {
        await foreach (var _ in new Operation(_client, new Plan { Command = command }).RunAsync(cancellation))
        {
            // A command answers with nothing of interest.
        }
    }
}
