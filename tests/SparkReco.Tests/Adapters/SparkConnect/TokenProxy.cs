using Microsoft.AspNetCore.Http;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>Lets calls with the right token through to a Spark, which does not look at tokens before version 4; holds them while a test breaks something.</summary>
internal sealed class TokenProxy : IAsyncDisposable
{
    private readonly HttpMessageInvoker _spark = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
    private readonly Uri _target;
    private Http2Server? _server;

    private TokenProxy(SparkServer spark, string token)
    {
        _target = new Uri($"http://localhost:{spark.Port}");
        Token = token;
    }

    /// <summary>The only one that is valid.</summary>
    public string Token { get; set; }

    /// <summary>What each call waits for.</summary>
    public Func<Task> BeforeCall { get; set; } = () => Task.CompletedTask;

    /// <summary>The session of all that connect through it.</summary>
    public Guid Session { get; } = Guid.NewGuid();

    public string Remote => $"{_server!.Remote}/;token={Token};{SparkServer.OptionsOf(Session)}";

    public string Address => _server!.Remote;

    public static async Task<TokenProxy> StartAsync(SparkServer spark, string token)
    {
        var proxy = new TokenProxy(spark, token);
        proxy._server = await Http2Server.StartAsync(proxy.AnswerAsync);
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _spark.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        await BeforeCall();
        if (context.Request.Headers.Authorization != $"Bearer {Token}")
        {
            context.Response.ContentType = "application/grpc";
            context.Response.Headers["grpc-status"] = "16";
            context.Response.Headers["grpc-message"] = "the token is not valid";
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_target, context.Request.Path))
        {
            Version = System.Net.HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new StreamContent(context.Request.Body),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", context.Request.ContentType);
        request.Headers.TryAddWithoutValidation("te", "trailers");
        try
        {
            using var response = await _spark.SendAsync(request, context.RequestAborted);
            await PassAsync(response, context);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            context.Abort();
        }
    }

    private static async Task PassAsync(HttpResponseMessage response, HttpContext context)
    {
        context.Response.ContentType = "application/grpc";
        foreach (var header in response.Headers.Where(header => header.Key.StartsWith("grpc-", StringComparison.Ordinal)))
            context.Response.Headers[header.Key] = header.Value.ToArray();
        await using var body = await response.Content.ReadAsStreamAsync(context.RequestAborted);
        var buffer = new byte[1 << 16];
        while (await body.ReadAsync(buffer, context.RequestAborted) is > 0 and var count)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, count), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        foreach (var trailer in response.TrailingHeaders)
            context.Response.AppendTrailer(trailer.Key, trailer.Value.ToArray());
    }
}
