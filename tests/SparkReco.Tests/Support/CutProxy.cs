using System.Net;
using System.Net.Sockets;

namespace SparkReco.Tests.Support;

/// <summary>Passes connections on to a server of this machine, and cuts each after so many bytes from the server.</summary>
internal sealed class CutProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource _stalled = new();
    private readonly int _port;

    public CutProxy(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Bytes that a connection may bring from the server.</summary>
    public long CutAfter { get; set; } = long.MaxValue;

    /// <summary>Bytes that a connection may bring from the server before it brings no more, and stays open.</summary>
    public long StallsAfter { get; init; } = long.MaxValue;

    /// <summary>Ends when a connection brings no more.</summary>
    public Task Stalled => _stalled.Task;

    /// <summary>Connections that were cut.</summary>
    public int Cuts { get; private set; }

    /// <summary>Bytes that the last connection has brought.</summary>
    public long Passed { get; private set; }

    public void Dispose()
    {
        _listener.Dispose();
        _end.Cancel();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                var server = new TcpClient();
                await server.ConnectAsync(IPAddress.Loopback, _port);
                _ = PassAsync(client, server, long.MaxValue, isFromServer: false);
                _ = PassAsync(server, client, CutAfter, isFromServer: true);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // The end of the test.
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to, long most, bool isFromServer)
    {
        var buffer = new byte[16_384];
        long passed = 0;
        try
        {
            int read;
            while ((read = await from.GetStream().ReadAsync(buffer)) > 0)
            {
                var part = (int)Math.Min(read, most - passed);
                await to.GetStream().WriteAsync(buffer.AsMemory(0, part));
                passed += part;
                if (isFromServer && passed >= StallsAfter)
                {
                    _stalled.TrySetResult();
                    await Task.Delay(Timeout.Infinite, _end.Token);
                }

                if (most < long.MaxValue)
                    Passed = passed;
                if (passed < most)
                    continue;
                Cuts++;
                // Without a word: the other side sees a reset.
                to.LingerState = new LingerOption(enable: true, seconds: 0);
                break;
            }
        }
        catch (Exception error)
            when (error is IOException or SocketException or ObjectDisposedException or InvalidOperationException or OperationCanceledException)
        {
            // One side is gone, and so is the other.
        }
        finally
        {
            from.Dispose();
            to.Dispose();
        }
    }
}
