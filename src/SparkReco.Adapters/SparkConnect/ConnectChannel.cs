using Grpc.Net.Client;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>A connection as Spark's server needs it.</summary>
internal static class ConnectChannel
{
    // A window must stay under the 10 MiB of sent responses that the server keeps: else a connection that breaks while the reader is slow
    // cannot be taken up again.
    private const int WindowBytes = 4 << 20;

    // More frequent pings make the server close the connection.
    private static readonly TimeSpan PingDelay = TimeSpan.FromMinutes(6);

    /// <summary>.NET lets windows grow by themselves; the runtime reads the switch once, at its first HTTP/2 connection.</summary>
    static ConnectChannel() => AppContext.SetSwitch("System.Net.SocketsHttpHandler.Http2FlowControl.DisableDynamicWindowSizing", true);

    public static GrpcChannel Open(SparkRemote remote) =>
        GrpcChannel.ForAddress(
            remote.Address,
            new GrpcChannelOptions
            {
                MaxReceiveMessageSize = remote.MessageBytes,
                MaxSendMessageSize = remote.MessageBytes,
                MaxReconnectBackoff = TimeSpan.FromSeconds(2),
                DisposeHttpClient = true,
                HttpHandler = new SocketsHttpHandler
                {
                    ConnectTimeout = TimeSpan.FromSeconds(5),
                    EnableMultipleHttp2Connections = true,
                    InitialHttp2StreamWindowSize = WindowBytes,
                    KeepAlivePingDelay = PingDelay,
                    PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
                    UseProxy = remote.UsesTls,
                },
            }
        );
}
