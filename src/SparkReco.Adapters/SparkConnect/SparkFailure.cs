using System.Net.Sockets;
using System.Security.Authentication;
using Google.Rpc;
using Grpc.Core;
using SparkReco.Adapters.Spark;
using SparkReco.Adapters.SparkConnect.Protocol;
using SparkReco.Ports;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>
/// What a failed call says: whether the server can be asked again, and if not, why in words. Spark 4.0 and later name the class of an error
/// and the SQLSTATE beside the text; of Spark 3.5 they are read from the text.
/// </summary>
internal sealed class SparkFailure
{
    // Spark has no class for this.
    private static readonly string[] DriverStopped = ["stopped SparkContext", "SparkContext was shut down", "SparkContext has been shutdown"];

    private readonly RpcException _error;
    private readonly SparkRemote _remote;
    private readonly IDictionary<string, string> _details;
    private readonly string _text;

    public SparkFailure(RpcException error, SparkRemote remote)
    {
        _error = error;
        _remote = remote;
        var status = error.GetRpcStatus();
        _details = status?.GetDetail<ErrorInfo>()?.Metadata ?? (IDictionary<string, string>)new Dictionary<string, string>();
        _text = status?.Message is { } message && message.Length > error.Status.Detail.Length ? message : error.Status.Detail;
        Delay = status?.GetDetail<RetryInfo>()?.RetryDelay?.ToTimeSpan();
    }

    /// <summary>How long the server asks to wait before the next attempt.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>By this the server tells the whole text of the error.</summary>
    public string? Id => _details.TryGetValue("errorId", out var id) ? id : null;

    /// <summary>Such as <c>DIVIDE_BY_ZERO</c>.</summary>
    public string? ErrorClass => _details.TryGetValue("errorClass", out var name) ? name : SparkMessage.Parse(_text).ErrorClass;

    /// <summary>The connection broke, or another one took over. A server that shuts down cancels its calls.</summary>
    public bool IsPassing =>
        Delay is not null
        || _error.StatusCode is StatusCode.Unavailable or StatusCode.Cancelled or StatusCode.DeadlineExceeded
        || _error.Status.DebugException is IOException or HttpRequestException
        || ErrorClass == "INVALID_CURSOR.DISCONNECTED";

    public bool IsUnknownOperation => ErrorClass == "INVALID_HANDLE.OPERATION_NOT_FOUND";

    public bool IsRepeatedOperation => ErrorClass == "INVALID_HANDLE.OPERATION_ALREADY_EXISTS";

    public bool IsLostSession => ErrorClass?.StartsWith("INVALID_HANDLE.SESSION_", StringComparison.Ordinal) == true;

    /// <summary>Nobody listens, or the host is not known.</summary>
    public bool IsRefused => Causes().OfType<SocketException>().Any();

    /// <summary>Why the first call to a server failed.</summary>
    public EngineException ToOpeningException() =>
        _error.StatusCode switch
        {
            _ when IsRefused => Because(
                $"no Spark Connect server listens at {_remote}: {Causes().OfType<SocketException>().First().Message}. Start one, or correct the address",
                isTransient: true
            ),
            _ when Causes().OfType<AuthenticationException>().FirstOrDefault() is { } refusal => Because(
                $"{_remote} could not be reached over TLS: {refusal.Message}"
            ),
            StatusCode.DeadlineExceeded => Because($"{_remote} does not answer; is it a Spark Connect server?"),
            StatusCode.Unimplemented => Because($"{_remote} is not a Spark Connect server: it does not know the protocol's calls"),
            StatusCode.Unavailable or StatusCode.Internal or StatusCode.Cancelled when _error.Status.DebugException is not null => Because(
                $"{_remote} does not answer as a Spark Connect server ({_text}); is the port right, and does it speak {(_remote.UsesTls ? "TLS" : "plain text")}?"
            ),
            _ => ToException(null),
        };

    /// <param name="told">The error as it was fetched.</param>
    public EngineException ToException(FetchErrorDetailsResponse.Types.Error? told)
    {
        if (IsLostSession)
            return SessionLost(_remote, _error);
        return _error.StatusCode switch
        {
            StatusCode.Unauthenticated or StatusCode.PermissionDenied => Because(
                $"{_remote} refuses the credentials ({_text}): give a valid one in the connection string, as Spark's token=... or as the header that the proxy wants"
            ),
            StatusCode.ResourceExhausted => Because(
                $"a message of Spark is larger than grpc_max_message_size in the connection string, or the server is short of something: {_text}"
            ),
            _ when DriverStopped.Any(words => _text.Contains(words, StringComparison.Ordinal)) => Because(
                "the driver of Spark has stopped: its application was killed or has failed, for which Spark's log gives the reason. The same command goes on where it was",
                isTransient: true
            ),
            _ when IsPassing => Because(
                $"the Spark server at {_remote} is lost ({_text}): it was stopped or cannot be reached. Start it again; the same command goes on where it was",
                isTransient: true
            ),
            _ when _text.Length == 0 => Because(
                $"the Spark server at {_remote} fails without a reason ({_error.StatusCode}): its log may tell one, such as memory that ran out"
            ),
            _ => Explained(told?.Message ?? _text, told?.SparkThrowable),
        };
    }

    public static EngineException SessionLost(SparkRemote remote, Exception? cause = null) =>
        new(
            $"the session on the Spark server at {remote} is gone: the server was restarted, or ended the session because it was not used for long. Its temporary views are lost: the same command goes on where it was",
            cause!
        )
        {
            IsTransient = true,
        };

    private EngineException Explained(string text, FetchErrorDetailsResponse.Types.SparkThrowable? told)
    {
        var said = SparkMessage.Parse(text);
        var name = told is { HasErrorClass: true } ? told.ErrorClass : said.ErrorClass ?? ErrorClass;
        var state = told is { HasSqlState: true } ? told.SqlState : said.SqlState ?? (_details.TryGetValue("sqlState", out var of) ? of : null);
        var message = said.ErrorClass is null && name is not null ? $"[{name}] {said.Text}" : said.Text;
        if (state is not null && !message.Contains("SQLSTATE", StringComparison.Ordinal))
            message = $"{message} (SQLSTATE {state})";
        return new EngineException(message, _error)
        {
            Line = said.Line,
            ErrorClass = name,
            SqlState = state,
        };
    }

    private EngineException Because(string message, bool isTransient = false) =>
        new(message, _error) { ErrorClass = ErrorClass, IsTransient = isTransient };

    private IEnumerable<Exception> Causes()
    {
        for (var cause = _error.Status.DebugException; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
