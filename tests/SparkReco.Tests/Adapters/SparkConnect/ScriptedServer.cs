using System.Buffers.Binary;
using System.Collections.Concurrent;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using SparkReco.Adapters.SparkConnect.Protocol;
using HttpResponse = Microsoft.AspNetCore.Http.HttpResponse;
using Status = Google.Rpc.Status;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>
/// A server that answers Spark Connect's calls as a test says: for what the Spark at hand cannot show, such as versions from 4.0 on. The
/// session's configuration works; a call without an answer is not implemented.
/// </summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private const int PrefixBytes = 5;

    private readonly Dictionary<string, Func<byte[], IEnumerable<IMessage>>> _answers = [];
    private Http2Server? _server;

    /// <summary>The session's configuration.</summary>
    public ConcurrentDictionary<string, string> Configuration { get; } = [];

    public ConcurrentQueue<string> SetKeys { get; } = [];

    public ConcurrentQueue<string> Calls { get; } = [];

    public ConcurrentQueue<IHeaderDictionary> Headers { get; } = [];

    public string Remote => _server!.Remote;

    public static async Task<ScriptedServer> StartAsync(string version)
    {
        var server = new ScriptedServer();
        server.On<AnalyzePlanRequest>(
            "AnalyzePlan",
            _ =>
                [
                    new AnalyzePlanResponse
                    {
                        ServerSideSessionId = "server-1",
                        SparkVersion = new() { Version = version },
                    },
                ]
        );
        server.On<ConfigRequest>("Config", server.Configure);
        server._server = await Http2Server.StartAsync(server.AnswerAsync);
        return server;
    }

    /// <summary>Answers a call with messages; the last may be followed by an error, which is thrown.</summary>
    public void On<TRequest>(string call, Func<TRequest, IEnumerable<IMessage>> answer)
        where TRequest : IMessage<TRequest>, new() =>
        _answers[call] = bytes => answer(new MessageParser<TRequest>(() => new TRequest()).ParseFrom(bytes));

    /// <summary>An error as Spark sends it.</summary>
    public static RpcException Error(StatusCode code, string message, params IMessage[] details)
    {
        var status = new Status { Code = (int)code, Message = message };
        status.Details.Add(details.Select(Any.Pack));
        return status.ToRpcException();
    }

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    private IEnumerable<IMessage> Configure(ConfigRequest request)
    {
        foreach (var pair in request.Operation.Set?.Pairs ?? [])
        {
            Configuration[pair.Key] = pair.Value;
            SetKeys.Enqueue(pair.Key);
        }

        var response = new ConfigResponse();
        foreach (var pair in request.Operation.GetWithDefault?.Pairs ?? [])
            response.Pairs.Add(new KeyValue { Key = pair.Key, Value = Configuration.GetValueOrDefault(pair.Key, pair.Value) });
        foreach (var key in request.Operation.GetOption?.Keys ?? [])
            response.Pairs.Add(
                Configuration.TryGetValue(key, out var value) ? new KeyValue { Key = key, Value = value } : new KeyValue { Key = key }
            );
        return [response];
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var call = context.Request.Path.Value!.Split('/')[^1];
        Calls.Enqueue(call);
        Headers.Enqueue(context.Request.Headers);
        context.Response.ContentType = "application/grpc";
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        try
        {
            if (!_answers.TryGetValue(call, out var answer))
                throw new RpcException(new(StatusCode.Unimplemented, call));
            foreach (var message in answer(body.ToArray()[PrefixBytes..]))
                await WriteAsync(context.Response, message.ToByteArray());
            context.Response.AppendTrailer("grpc-status", "0");
        }
        catch (RpcException error)
        {
            await context.Response.StartAsync();
            context.Response.AppendTrailer("grpc-status", $"{(int)error.StatusCode}");
            context.Response.AppendTrailer("grpc-message", Uri.EscapeDataString(error.Status.Detail));
            foreach (var entry in error.Trailers.Where(entry => entry.IsBinary))
                context.Response.AppendTrailer(entry.Key, Convert.ToBase64String(entry.ValueBytes).TrimEnd('='));
        }
    }

    private static async Task WriteAsync(HttpResponse response, byte[] message)
    {
        var frame = new byte[PrefixBytes + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
        message.CopyTo(frame, PrefixBytes);
        await response.Body.WriteAsync(frame);
        await response.Body.FlushAsync();
    }
}
