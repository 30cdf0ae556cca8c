using Grpc.Core;
using Grpc.Net.Client;
using SparkReco.Adapters.SparkConnect.Protocol;
using SparkReco.Ports;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>The calls of Spark Connect, each made for one session.</summary>
internal sealed class ConnectClient : IDisposable
{
    // A value of the session's configuration by which it is known again: 3.5 makes a new session under the old id without a word.
    private const string Mark = "sparkreco.session";

    // Since 4.0, milliseconds. A cancellation waits for the next report.
    private const string ReportInterval = "spark.connect.progress.reportInterval";
    private const string ReportMilliseconds = "200";

    private static readonly ConfigRequest.Types.Operation GetMark = new()
    {
        GetWithDefault = new()
        {
            Pairs =
            {
                new KeyValue { Key = Mark, Value = "" },
            },
        },
    };

    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(5);

    private readonly GrpcChannel _channel;
    private readonly SparkConnectService.SparkConnectServiceClient _service;
    private readonly Metadata _headers = [];
    private readonly UserContext _user;
    private readonly string _session;
    private readonly string _clientType;

    // Since 4.0: with it, a server that was restarted refuses the call instead of making a new session.
    private string? _serverSession;

    /// <param name="remote">Where the server is.</param>
    /// <param name="log">Is told of connections that broke and were taken up again.</param>
    public ConnectClient(SparkRemote remote, Action<string>? log = null)
    {
        Remote = remote;
        Log = log ?? (_ => { });
        _channel = ConnectChannel.Open(remote);
        _service = new SparkConnectService.SparkConnectServiceClient(_channel);
        _user = new UserContext { UserId = remote.UserId, UserName = remote.UserId };
        _session = remote.Session.ToString();
        _clientType = remote.UserAgent;
        foreach (var (name, value) in remote.Headers)
            _headers.Add(name, value);
        if (remote.Token is not null)
            _headers.Add("authorization", $"Bearer {remote.Token}");
    }

    public SparkRemote Remote { get; }

    public Action<string> Log { get; }

    /// <summary>Whether the server tells the tasks of an operation while they run.</summary>
    public bool ReportsProgress => _serverSession is not null;

    public async Task<string> ReadVersionAsync(CancellationToken cancellation)
    {
        var request = new AnalyzePlanRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            SparkVersion = new(),
        };
        var response = await _service.AnalyzePlanAsync(request, Options(AnswerLimit, cancellation));
        if (response.ServerSideSessionId.Length > 0)
            _serverSession = response.ServerSideSessionId;
        return response.SparkVersion.Version;
    }

    /// <summary>Sets the session's configuration, once: what is not so by itself, since Spark warns of settings that it is about to give up.</summary>
    public async Task ConfigureAsync(IReadOnlyDictionary<string, string> configuration, CancellationToken cancellation)
    {
        var get = new ConfigRequest.Types.GetOption { Keys = { configuration.Keys } };
        var present = (await ConfigAsync(new() { GetOption = get }, cancellation)).Pairs.ToDictionary(pair => pair.Key, pair => pair.Value);
        var set = new ConfigRequest.Types.Set
        {
            Pairs =
            {
                new KeyValue { Key = Mark, Value = _session },
            },
        };
        if (ReportsProgress)
            set.Pairs.Add(new KeyValue { Key = ReportInterval, Value = ReportMilliseconds });
        set.Pairs.AddRange(configuration.Except(present).Select(pair => new KeyValue { Key = pair.Key, Value = pair.Value }));
        await ConfigAsync(new() { Set = set }, cancellation);
    }

    /// <summary>Makes sure that the server still has the session that was configured, with its temporary views.</summary>
    public async Task CheckSessionAsync(CancellationToken cancellation)
    {
        if ((await ConfigAsync(GetMark, cancellation)).Pairs[0].Value != _session)
            throw SparkFailure.SessionLost(Remote);
    }

    /// <summary>Uses the session, so that the server keeps it. Whether it still has it, the next plan finds out.</summary>
    public Task TouchAsync(CancellationToken cancellation) => Ignoring(ConfigAsync(GetMark, cancellation));

    public AsyncServerStreamingCall<ExecutePlanResponse> Execute(string operation, Plan plan, CancellationToken cancellation)
    {
        var request = new ExecutePlanRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            OperationId = operation,
            Plan = plan,
            RequestOptions = { new ExecutePlanRequest.Types.RequestOption { ReattachOptions = new() { Reattachable = true } } },
        };
        if (_serverSession is not null)
            request.ClientObservedServerSideSessionId = _serverSession;
        return _service.ExecutePlan(request, Options(null, cancellation));
    }

    /// <summary>The responses of a running operation after the last one that arrived.</summary>
    public AsyncServerStreamingCall<ExecutePlanResponse> Reattach(string operation, string? lastResponse, CancellationToken cancellation)
    {
        var request = new ReattachExecuteRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            OperationId = operation,
        };
        if (lastResponse is not null)
            request.LastResponseId = lastResponse;
        if (_serverSession is not null)
            request.ClientObservedServerSideSessionId = _serverSession;
        return _service.ReattachExecute(request, Options(null, cancellation));
    }

    /// <summary>Stops an operation; tells whether it was there.</summary>
    public async Task<bool> InterruptAsync(string operation)
    {
        var request = new InterruptRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            InterruptType = InterruptRequest.Types.InterruptType.OperationId,
            OperationId = operation,
        };
        return (await _service.InterruptAsync(request, Options(FarewellLimit))).InterruptedIds.Count > 0;
    }

    /// <summary>Lets the server forget an operation's responses up to one, or the whole operation. The server does so by itself after a while.</summary>
    public async Task ReleaseAsync(string operation, string? upTo = null)
    {
        var request = new ReleaseExecuteRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            OperationId = operation,
        };
        if (upTo is null)
            request.ReleaseAll = new();
        else
            request.ReleaseUntil = new() { ResponseId = upTo };
        await Ignoring(_service.ReleaseExecuteAsync(request, Options(FarewellLimit)).ResponseAsync);
    }

    /// <summary>Ends the session; 3.5 does not know the call and lets the session end by itself.</summary>
    public Task ReleaseSessionAsync() =>
        Ignoring(
            _service
                .ReleaseSessionAsync(
                    new()
                    {
                        SessionId = _session,
                        UserContext = _user,
                        ClientType = _clientType,
                    },
                    Options(FarewellLimit)
                )
                .ResponseAsync
        );

    /// <summary>A failure in words; the server gives the whole text and the causes where the status message was cut.</summary>
    public async Task<EngineException> ExplainAsync(SparkFailure failure)
    {
        if (failure.Id is null)
            return failure.ToException(null);
        var request = new FetchErrorDetailsRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            ErrorId = failure.Id,
        };
        var details = await Ignoring(_service.FetchErrorDetailsAsync(request, Options(FarewellLimit)).ResponseAsync);
        return failure.ToException(details is null ? null : Telling(details));
    }

    /// <summary>Of an error and its causes the last one with a class, which tells most, or else the error itself.</summary>
    private static FetchErrorDetailsResponse.Types.Error? Telling(FetchErrorDetailsResponse details)
    {
        List<FetchErrorDetailsResponse.Types.Error> chain = [];
        for (int? index = details.HasRootErrorIdx ? details.RootErrorIdx : null; index < details.Errors.Count && chain.Count < details.Errors.Count; )
        {
            chain.Add(details.Errors[index.Value]);
            index = chain[^1].HasCauseIdx ? chain[^1].CauseIdx : null;
        }

        return chain.LastOrDefault(error => error.SparkThrowable is { HasErrorClass: true }) ?? chain.FirstOrDefault();
    }

    public void Dispose() => _channel.Dispose();

    private async Task<ConfigResponse> ConfigAsync(ConfigRequest.Types.Operation operation, CancellationToken cancellation)
    {
        var request = new ConfigRequest
        {
            SessionId = _session,
            UserContext = _user,
            ClientType = _clientType,
            Operation = operation,
        };
        if (_serverSession is not null)
            request.ClientObservedServerSideSessionId = _serverSession;
        return await _service.ConfigAsync(request, Options(AnswerLimit, cancellation));
    }

    private CallOptions Options(TimeSpan? limit, CancellationToken cancellation = default) =>
        new(_headers, limit is { } time ? TimeProvider.System.GetUtcNow().UtcDateTime + time : null, cancellation);

    private static async Task<T?> Ignoring<T>(Task<T> call)
        where T : class
    {
        try
        {
            return await call;
        }
        catch (RpcException)
        {
            return null;
        }
    }
}
