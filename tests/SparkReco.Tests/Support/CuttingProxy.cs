using System.Net;
using System.Net.Sockets;
using System.Text;

namespace SparkReco.Tests.Support;

/// <summary>
/// Stands between a client and a server of this machine, and cuts one connection where it is told to. Connections that are opened afterwards go
/// through untouched.
/// </summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _server;
    private readonly Task _accepting;
    private readonly TaskCompletionSource _silent = new();
    private readonly CancellationTokenSource _end = new();
    private Cut? _cut;
    private long _bytes;

    /// <param name="server">The server's port.</param>
    /// <param name="cut">Where the connection is cut; null counts bytes alone.</param>
    public CuttingProxy(int server, Cut? cut)
    {
        (_server, _cut) = (server, cut);
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = AcceptAsync();
    }

    public int Port { get; }

    /// <summary>The bytes that went through, both ways.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Whether the connection was cut.</summary>
    public bool HasCut => _cut is null;

    /// <summary>Ends when a connection has become silent.</summary>
    public Task Silent => _silent.Task;

    /// <summary>Cuts another connection, or this one once more.</summary>
    public void CutNext(Cut cut) => _cut = cut;

    /// <summary>Refuses connections from now on.</summary>
    public void StopListening() => _listener.Stop();

    /// <summary>Where a connection is cut.</summary>
    public abstract record Cut
    {
        /// <summary>After so many bytes, both ways together.</summary>
        public sealed record AfterBytes(long Count) : Cut;

        /// <summary>After so many bytes, both ways together, nothing more comes from the server, and the connection stays open.</summary>
        public sealed record SilentAfterBytes(long Count) : Cut;

        /// <summary>Where the client says a word: the server hears it, nothing more comes from there, and the connection stays open.</summary>
        public sealed record SilentAfter(string Word) : Cut;

        /// <summary>Where the client says a word: before the server hears it.</summary>
        public sealed record Before(string Word, Action? Then = null) : Cut;

        /// <summary>Where the client says a word: when the server has answered, and before the client hears it.</summary>
        public sealed record AfterAnswer(string Word, Action? Then = null) : Cut;
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _end.CancelAsync();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(ForwardAsync(await _listener.AcceptTcpClientAsync()));
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ForwardAsync(TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        using (client)
        {
            client.NoDelay = true;
            try
            {
                await server.ConnectAsync(IPAddress.Loopback, _server);
                var isCut = new TaskCompletionSource();
                await Task.WhenAny(
                    isCut.Task,
                    Task.WhenAny(PumpAsync(client, server, isCut, isFromClient: true), PumpAsync(server, client, isCut, isFromClient: false))
                );
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // The other side is gone; so is this one with it.
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to, TaskCompletionSource isCut, bool isFromClient)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                var part = buffer.AsMemory(0, count);
                var total = Interlocked.Add(ref _bytes, count);
                switch (_cut)
                {
                    case Cut.AfterBytes after when total >= after.Count:
                        await to.GetStream().WriteAsync(part[..(int)Math.Max(0, count - (total - after.Count))]);
                        End(isCut, null);
                        return;
                    case Cut.SilentAfterBytes after when !isFromClient && total >= after.Count:
                        _silent.TrySetResult();
                        await Task.Delay(Timeout.Infinite, _end.Token);
                        return;
                    case Cut.Before before when isFromClient && Has(part, before.Word):
                        End(isCut, before.Then);
                        return;
                    case Cut.SilentAfter silent when isFromClient && Has(part, silent.Word):
                        _isAnswerAwaited = true;
                        await to.GetStream().WriteAsync(part);
                        continue;
                    case Cut.SilentAfter when !isFromClient && _isAnswerAwaited:
                        _cut = null;
                        _silent.TrySetResult();
                        await Task.Delay(Timeout.Infinite, _end.Token);
                        return;
                    case Cut.AfterAnswer after when isFromClient && Has(part, after.Word):
                        _isAnswerAwaited = true;
                        await to.GetStream().WriteAsync(part);
                        continue;
                    case Cut.AfterAnswer after when !isFromClient && _isAnswerAwaited:
                        End(isCut, after.Then);
                        return;
                    default:
                        await to.GetStream().WriteAsync(part);
                        break;
                }
            }
        }
        catch (Exception error)
            when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // Closed by one side or the other.
        }
    }

    private volatile bool _isAnswerAwaited;

    private void End(TaskCompletionSource isCut, Action? then)
    {
        _cut = null;
        then?.Invoke();
        isCut.TrySetResult();
    }

    private static bool Has(ReadOnlyMemory<byte> part, string word) => part.Span.IndexOf(Encoding.ASCII.GetBytes(word)) >= 0;
}
