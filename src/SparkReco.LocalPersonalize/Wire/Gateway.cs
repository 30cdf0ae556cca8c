using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SparkReco.LocalPersonalize.Operations;
using SparkReco.LocalPersonalize.Resources;
using SparkReco.ServiceModels;

namespace SparkReco.LocalPersonalize.Wire;

/// <summary>
/// Takes requests of all three services: those of AWS JSON 1.1 name the operation in a header, those of REST-JSON by their path. What was
/// changed and what failed goes to the log, without values.
/// </summary>
internal sealed class Gateway(OperationTable operations, Registry registry, LocalServiceOptions options)
{
    private static readonly JsonSerializerOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // Clients that wait ask the same again and again.
    private static readonly string[] ReadingVerbs = ["Describe", "Get", "List"];

    private readonly Signature _signature = new(options.Credentials, options.SignatureClock);
    private readonly FaultDraw _faults = new(options.Faults);
    private readonly Dictionary<string, Operation> _byPath = ServiceModel
        .AllOfPersonalize.Where(service => service.TargetPrefix is null)
        .SelectMany(service => service.Operations.Values)
        .ToDictionary(operation => operation.Path);

    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Server = LocalService.Name;
        context.Response.Headers["x-amzn-RequestId"] = $"{Guid.NewGuid()}";
        var operation = Find(context.Request);
        var isTarget = operation?.Service.TargetPrefix is not null || context.Request.Headers.ContainsKey("X-Amz-Target");
        try
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            _signature.Check(context.Request, body.GetBuffer().AsSpan(0, (int)body.Length), isTarget ? 400 : 403);
            if (operation is null)
                throw new ServiceException("UnknownOperationException", "The operation is not known.", isTarget ? 400 : 404);
            var fault = _faults.Next(operation.Name);
            await BefallAsync(fault, isTarget ? 400 : 403, context.RequestAborted);
            var reply = Answer(operation, Parse(body.GetBuffer().AsSpan(0, (int)body.Length)), fault);
            if (ReadingVerbs.All(verb => !operation.Name.StartsWith(verb, StringComparison.Ordinal)))
                options.Log($"{operation.Name}: done");
            if (fault is { Kind: FaultKind.LostReply })
                context.Abort();
            else
                await WriteAsync(context, 200, operation.Service.ContentType, operation.Output is null ? null : reply);
        }
        catch (ServiceException error)
        {
            options.Log($"{operation?.Name ?? "unknown operation"}: {error.Type}");
            await FailAsync(context, operation, isTarget, error);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            options.Log($"{operation?.Name}: {error}");
            await FailAsync(context, operation, isTarget, new ServiceException("InternalFailure", "Internal service failure.", 500));
        }
    }

    private Operation? Find(HttpRequest request)
    {
        var control = ServiceModel.Personalize;
        var target = request.Headers["X-Amz-Target"].ToString();
        if (target.Length > 0)
            return target.StartsWith($"{control.TargetPrefix}.", StringComparison.Ordinal)
                ? control.Operations.GetValueOrDefault(target[(control.TargetPrefix!.Length + 1)..])
                : null;
        return _byPath.TryGetValue(request.Path, out var operation) && operation.Method == request.Method ? operation : null;
    }

    /// <summary>The control plane looks first and changes then: one request after the other. Lists and events stand beside each other.</summary>
    private JsonObject Answer(Operation operation, JsonObject input, Fault? fault)
    {
        if (operation.Service.TargetPrefix is null)
            return operations.Answer(operation, input, fault);
        lock (registry.Gate)
            return operations.Answer(operation, input, fault);
    }

    private async Task BefallAsync(Fault? fault, int refused, CancellationToken cancellation)
    {
        switch (fault?.Kind)
        {
            case FaultKind.Throttle:
                throw new ServiceException("ThrottlingException", "Rate exceeded");
            case FaultKind.Expired:
                throw new ServiceException("ExpiredTokenException", "The security token included in the request is expired", refused);
            case FaultKind.Error:
                throw new ServiceException("InternalFailure", "Internal service failure.", 500);
            case FaultKind.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.Milliseconds), options.Clock, cancellation);
                break;
        }
    }

    private static JsonObject Parse(ReadOnlySpan<byte> body)
    {
        if (body.IsEmpty)
            return [];
        try
        {
            return JsonNode.Parse(body) as JsonObject ?? throw new JsonException();
        }
        catch (JsonException)
        {
            throw new ServiceException("SerializationException", "The body of the request is no JSON object.");
        }
    }

    private static Task FailAsync(HttpContext context, Operation? operation, bool isTarget, ServiceException error)
    {
        var status = operation?.Errors.FirstOrDefault(shape => shape.Name == error.Type)?.HttpStatus ?? error.Status;
        context.Response.Headers["x-amzn-ErrorType"] = error.Type;
        var body = new JsonObject { ["__type"] = error.Type, ["message"] = error.Message };
        return WriteAsync(context, status, isTarget ? ServiceModel.Personalize.ContentType : "application/json", body);
    }

    private static async Task WriteAsync(HttpContext context, int status, string contentType, JsonObject? body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        var bytes = body is null ? [] : JsonSerializer.SerializeToUtf8Bytes(body, Writing);
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
