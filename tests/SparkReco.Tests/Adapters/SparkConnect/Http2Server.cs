using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>A server on a free port of this machine that speaks HTTP/2 without TLS, as gRPC does.</summary>
internal sealed class Http2Server : IAsyncDisposable
{
    private readonly WebApplication _application;

    private Http2Server(WebApplication application) => _application = application;

    /// <summary>The connection string of Spark Connect for it.</summary>
    public string Remote =>
        $"sc://127.0.0.1:{new Uri(_application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port}";

    public static async Task<Http2Server> StartAsync(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(listen => listen.Protocols = HttpProtocols.Http2));
        var application = builder.Build();
        application.Run(answer);
        await application.StartAsync();
        return new Http2Server(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
