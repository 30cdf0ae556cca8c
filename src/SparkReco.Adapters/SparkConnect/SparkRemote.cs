using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>
/// Where a Spark Connect server listens and how to speak to it, as its connection string says: <c>sc://host:15002/;key=value;key=value</c>.
/// Keys that Spark does not know become headers of every call, as a proxy before the server may ask for.
/// </summary>
internal sealed partial class SparkRemote
{
    private const int DefaultPort = 15002;
    private const int DefaultMessageBytes = 128 << 20;
    private const int UserAgentLimit = 2048;

    private SparkRemote(string host, int port, Dictionary<string, string> options)
    {
        Host = host;
        Port = port;
        IsLoopback = host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        Token = Take(options, "token") ?? Environment.GetEnvironmentVariable("SPARK_CONNECT_AUTHENTICATE_TOKEN");
        UsesTls = Take(options, "use_ssl") switch
        {
            null => Token is not null && !IsLoopback,
            "true" => true,
            "false" => false,
            _ => throw new FormatException("use_ssl is true or false"),
        };
        if (Token is not null && !UsesTls && !IsLoopback)
            throw new FormatException("a token is sent over TLS only, unless the host is this machine: leave out use_ssl=false");
        CheckValue("token", Token ?? "");
        UserId = Take(options, "user_id") ?? Environment.GetEnvironmentVariable("SPARK_USER") ?? Environment.UserName;
        UserAgent = Take(options, "user_agent") ?? "SparkReco";
        if (UserAgent.Length > UserAgentLimit)
            throw new FormatException($"user_agent has more than {UserAgentLimit} characters");
        HasSession = options.ContainsKey("session_id");
        Session =
            Take(options, "session_id") is not { } session ? Guid.NewGuid()
            : Guid.TryParseExact(session, "D", out var id) ? id
            : throw new FormatException("session_id is a UUID such as 01234567-89ab-cdef-0123-456789abcdef");
        MessageBytes =
            Take(options, "grpc_max_message_size") is not { } size ? DefaultMessageBytes
            : int.TryParse(size, NumberStyles.None, null, out var bytes) && bytes > 0 ? bytes
            : throw new FormatException("grpc_max_message_size is a number of bytes");
        foreach (var (name, value) in options)
            CheckHeader(name, value);
        Headers = options;
    }

    public string Host { get; }

    public int Port { get; }

    public bool IsLoopback { get; }

    public bool UsesTls { get; }

    public string? Token { get; }

    public string UserId { get; }

    public string UserAgent { get; }

    public Guid Session { get; }

    /// <summary>Whether the connection string names the session, which then may serve others, too.</summary>
    public bool HasSession { get; }

    public int MessageBytes { get; }

    /// <summary>How long a server that cannot be reached is asked again: one beside us is either there or gone.</summary>
    public TimeSpan Patience => IsLoopback ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(2);

    public IReadOnlyDictionary<string, string> Headers { get; }

    public Uri Address => new($"{(UsesTls ? "https" : "http")}://{Host}:{Port}");

    /// <exception cref="FormatException">What is wrong with the text; values, which may be secrets, are not repeated.</exception>
    public static SparkRemote Parse(string text)
    {
        try
        {
            var match = Shape().Match(text);
            if (!match.Success)
                throw new FormatException("it has the form sc://host:port/;key=value;key=value");
            var host = match.Groups["host"].Value;
            if (Uri.CheckHostName(host.Trim('[', ']')) == UriHostNameType.Unknown)
                throw new FormatException("the host is no name and no address");
            var port = match.Groups["port"] is { Success: true } digits ? ParsePort(digits.Value) : DefaultPort;
            return new SparkRemote(host, port, ParseOptions(match.Groups["options"].Value));
        }
        catch (FormatException error)
        {
            throw new FormatException($"Spark's connection string is not right: {error.Message}", error);
        }
    }

    public override string ToString() => $"sc://{Host}:{Port}";

    private static int ParsePort(string digits) =>
        int.TryParse(digits, NumberStyles.None, null, out var port) && port is > 0 and <= ushort.MaxValue
            ? port
            : throw new FormatException("the port is a number from 1 to 65535");

    private static Dictionary<string, string> ParseOptions(string text)
    {
        Dictionary<string, string> options = [];
        foreach (var option in text.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            if (option.Split('=', 2) is not [{ Length: > 0 } key, { Length: > 0 } value])
                throw new FormatException($"after the slash each part is key=value, divided by semicolons; '{option.Split('=')[0]}' is not");
            if (!options.TryAdd(key, Uri.UnescapeDataString(value)))
                throw new FormatException($"{key} stands twice");
        }

        return options;
    }

    private static string? Take(Dictionary<string, string> options, string key) => options.Remove(key, out var value) ? value : null;

    private static void CheckHeader(string name, string value)
    {
        if (!HeaderName().IsMatch(name) || name.StartsWith("grpc-", StringComparison.Ordinal) || name.EndsWith("-bin", StringComparison.Ordinal))
            throw new FormatException(
                $"{name} is no key of Spark and cannot be a header: keys are lower case, and headers are made of a-z, 0-9, '-', '_' and '.'"
            );
        CheckValue(name, value);
    }

    private static void CheckValue(string name, string value)
    {
        if (value.Any(character => character is < ' ' or > '~'))
            throw new FormatException($"the value of {name} has characters that a header cannot have");
    }

    [GeneratedRegex(
        @"^sc://(?<host>\[[^\]]+\]|[^\[\]:/;@\s]+)(:(?<port>[^:/;]*))?(/(;(?<options>.*))?)?$",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline,
        1000
    )]
    private static partial Regex Shape();

    [GeneratedRegex("^[a-z0-9_.-]+$", RegexOptions.None, 1000)]
    private static partial Regex HeaderName();
}
