using System.Net.Sockets;
using System.Text.Json.Nodes;
using SparkReco.Ports;
using SparkReco.ServiceModels;

namespace SparkReco.Adapters.Aws;

/// <summary>What went wrong with a call, as an error that says whether it was done, what the service said, and the remedy.</summary>
internal static class ServiceFailure
{
    /// <summary>The service answered with an error.</summary>
    /// <param name="help">What the service is to people.</param>
    /// <param name="operation">The operation. What it says of requests with ids of users in them is for their answer alone, and in no log.</param>
    /// <param name="url">Who was asked.</param>
    /// <param name="status">The status of HTTP.</param>
    /// <param name="errorType">The header that names the error; null where there is none.</param>
    /// <param name="reply">The body; null where it is no JSON object.</param>
    public static AwsException Of(ServiceHelp help, Operation operation, Uri url, int status, string? errorType, JsonObject? reply)
    {
        var type = Bare(errorType ?? Text(reply, "__type") ?? Text(reply, "code") ?? "");
        var words = Text(reply, "message") ?? Text(reply, "Message") ?? "";
        var said = string.Join(
            ": ",
            new[] { type.Length > 0 ? type : $"status {status}", operation.Service.TargetPrefix is null ? "" : words }.Where(text => text.Length > 0)
        );
        return new AwsException(
            $"{url.Authority} refused {operation.Name}: {said}{Remedy(help, type, url)}{(type.Length == 0 && status < 500 || status == 501 ? $": is it {help.Name}, or a service in its place?" : "")}"
        )
        {
            Type = type,
            ServiceMessage = words,
            Outcome = OutcomeOf(type, status),
        };
    }

    /// <summary>No answer came.</summary>
    public static AwsException NoAnswer(ServiceHelp help, string operation, Uri url, Exception error)
    {
        // A connection that was never made carried nothing.
        var isUnreached =
            error is HttpRequestException
            {
                HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError,
                InnerException: SocketException,
            };
        var what = error is OperationCanceledException ? "no answer in time" : (error.InnerException ?? error).Message;
        return new AwsException(
            $"{url.Authority} did not answer {operation}: {what}{(isUnreached ? $": look at {help.Place}, and at the way to the network" : "")}",
            error
        )
        {
            Outcome = isUnreached ? Outcome.Busy : Outcome.Unknown,
        };
    }

    /// <summary>The answer says that it went well, and is no JSON object. One that may hold a secret is not shown.</summary>
    public static AwsException Unreadable(Operation operation, Uri url, string text)
    {
        var isSecret = operation.Output?.Members.Values.Any(member => member.IsSensitive) ?? false;
        var shown = isSecret ? "" : $" ('{text[..Math.Min(text.Length, 60)]}')";
        return new AwsException($"{url.Authority} answered {operation.Name} with what is no JSON object{shown}: is it the service?");
    }

    /// <summary>The name without the namespace before it and the address behind it, which some services have.</summary>
    private static string Bare(string type) => type[(type.LastIndexOf('#') + 1)..].Split(':')[0];

    private static string? Text(JsonObject? reply, string name) =>
        reply?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static Outcome OutcomeOf(string type, int status) =>
        type switch
        {
            "ThrottlingException"
            or "Throttling"
            or "TooManyRequestsException"
            or "RequestLimitExceeded"
            or "ActiveStatementsExceededException"
            or "ActiveSessionsExceededException" => Outcome.Busy,
            _ when status is 429 or 503 => Outcome.Busy,
            _ when status == 501 => Outcome.Refused,
            _ when status >= 500 => Outcome.Unknown,
            _ => Outcome.Refused,
        };

    private static string Remedy(ServiceHelp help, string type, Uri url) =>
        type switch
        {
            "AccessDeniedException" or "AccessDenied" => $". The keys or the role need {help.Permission}",
            "UnrecognizedClientException" or "InvalidClientTokenId" =>
                $". {url.Host} does not know the access key: look at AWS_ACCESS_KEY_ID, or at the profile",
            "InvalidSignatureException" or "SignatureDoesNotMatch" =>
                ". The secret key does not belong to the access key, or this machine's clock is wrong",
            "ExpiredTokenException" or "ExpiredToken" =>
                ". The credentials have run out: sign in again, or give the machine a role, which renews them",
            _ => "",
        };
}
