using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>Lets calls with the right token through to a Spark, which does not look at tokens before version 4.</summary>
internal sealed class TokenProxy : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly HttpMessageInvoker _spark = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true });
    private readonly Uri _target;

    private TokenProxy(WebApplication application, SparkServer server)
    {
        _application = application;
        _target = new Uri($"http://localhost:{server.Port}");
    }

    /// <summary>The only one that is valid.</summary>
    public required string Token { get; set; }

    public string Remote { get; private set; } = "";

    public static async Task<TokenProxy> StartAsync(SparkServer server, string token)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        var proxy = new TokenProxy(builder.Build(), server) { Token = token };
        proxy._application.Run(proxy.AnswerAsync);
        await proxy._application.StartAsync();
        var address = proxy._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        proxy.Remote = $"sc://127.0.0.1:{new Uri(address).Port}";
        return proxy;
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _spark.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
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
        using var response = await _spark.SendAsync(request, context.RequestAborted);
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
