using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SparkReco.LocalPersonalize.Operations;
using SparkReco.LocalPersonalize.Wire;
using SparkReco.Storage;

namespace SparkReco.LocalPersonalize;

/// <summary>
/// A stand-in for Amazon Personalize on this machine, which clients of AWS drive as they drive the real one. Its lists come from models of its
/// own, and are not Amazon's.
/// </summary>
public sealed class LocalService : IAsyncDisposable
{
    /// <summary>What replies say in the header <c>Server</c>, by which a client can tell the stand-in from the real service.</summary>
    public const string Name = "SparkReco local Personalize";

    private readonly WebApplication _web;
    private readonly ServiceCore _core;
    private readonly AutoTraining _autoTraining;
    private readonly Lease _lease;
    private bool _isDisposed;

    private LocalService(Lease lease, WebApplication web, ServiceCore core, AutoTraining autoTraining)
    {
        _lease = lease;
        _web = web;
        _core = core;
        _autoTraining = autoTraining;
        Endpoint = new Uri(web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    /// <summary>The address of all three services: personalize, personalize-runtime and personalize-events.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a service, which goes on where the one before it in the same state folder ended.</summary>
    /// <exception cref="IOException">The port is taken, or the state folder can't be used.</exception>
    /// <exception cref="LeaseException">Another service has the state folder.</exception>
    public static async Task<LocalService> StartAsync(LocalServiceOptions options, CancellationToken cancellation)
    {
        var state = Location.OfThisMachine(options.State);
        var lease = await TakeLeaseAsync(options, state, cancellation);
        ServiceCore? core = null;
        AutoTraining? autoTraining = null;
        try
        {
            core = new ServiceCore(options);
            var operations = new OperationTable(core);
            autoTraining = new AutoTraining(core, operations.Solutions);
            var gateway = new Gateway(operations, core.Registry, options);
            var web = Build(options.Port);
            web.Run(gateway.AnswerAsync);
            await web.StartAsync(cancellation);
            operations.Resume(core);
            return new LocalService(lease, web, core, autoTraining);
        }
        catch
        {
            autoTraining?.Dispose();
            if (core is not null)
                await core.DisposeAsync();
            await lease.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until no job is under way.</summary>
    public Task IdleAsync() => _core.Work.IdleAsync();

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _web.DisposeAsync();
        _autoTraining.Dispose();
        await _core.DisposeAsync();
        await _lease.DisposeAsync();
    }

    private static async Task<Lease> TakeLeaseAsync(LocalServiceOptions options, Location state, CancellationToken cancellation)
    {
        try
        {
            return await options.Stores.Local.TakeLeaseAsync(state / "lease", options.Log, cancellation);
        }
        catch (LeaseException error)
        {
            throw new LeaseException($"another service has the state folder {state}: end it, or name another folder", error);
        }
        catch (Exception error) when (error is (IOException and not StoreException) or UnauthorizedAccessException)
        {
            throw new IOException($"the state folder {state} can't be written ({error.Message}); name another", error);
        }
    }

    private static WebApplication Build(int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton<IHostLifetime, OwnersLifetime>();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        return builder.Build();
    }

    /// <summary>The service ends when its owner says so: the host's own way would take the signals of the process for itself.</summary>
    private sealed class OwnersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
