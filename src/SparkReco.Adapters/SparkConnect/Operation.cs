using System.Diagnostics;
using System.Runtime.CompilerServices;
using Grpc.Core;
using SparkReco.Adapters.SparkConnect.Protocol;

namespace SparkReco.Adapters.SparkConnect;

/// <summary>
/// One plan on its way through the server. The plan is sent once; from then on the operation is known by its id, and whenever its stream of
/// responses ends before its time (the server cuts long ones, connections break) it is taken up again after the last response.
/// </summary>
internal sealed class Operation(ConnectClient client, Plan plan)
{
    private const int ResponsesPerRelease = 16;
    private const int InterruptAttempts = 20;

    private static readonly TimeSpan InterruptPause = TimeSpan.FromMilliseconds(50);

    // A statement that has no tasks by then may have none at all.
    private static readonly TimeSpan TasksLimit = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    // A stream that lived so long had reached the server, though nothing arrived.
    private static readonly TimeSpan ReachedAfter = TimeSpan.FromSeconds(20);

    private readonly string _id = Guid.NewGuid().ToString();
    private readonly RetryBudget _budget = new(client.Remote.Patience);
    private AsyncServerStreamingCall<ExecutePlanResponse>? _stream;
    private long _openedAt;
    private bool _isSent;
    private bool _isOver;
    private bool _hasTasks;
    private string? _lastResponse;
    private Task _release = Task.CompletedTask;

    /// <summary>The responses in order. When the caller cancels or reads no further, the work on the server is stopped.</summary>
    public async IAsyncEnumerable<ExecutePlanResponse> RunAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        using var reading = new CancellationTokenSource();
        var stop = Task.CompletedTask;
        var registration = cancellation.Register(() => stop = StopAsync(reading, TasksLimit));
        try
        {
            for (var count = 1; await NextAsync(reading.Token, cancellation) is { } response; count++)
            {
                if (count % ResponsesPerRelease == 0 && _release.IsCompleted)
                    _release = client.ReleaseAsync(_id, response.ResponseId);
                if (response.ExecutionProgress is { } progress)
                    _hasTasks = progress.NumInflightTasks > 0;
                else if (!cancellation.IsCancellationRequested)
                    yield return response;
            }

            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            await registration.DisposeAsync();
            if (!_isOver && !cancellation.IsCancellationRequested)
                stop = StopAsync(reading, TimeSpan.Zero); // Rows have come, so there are tasks.
            await stop;
            await _release;
            _stream?.Dispose();
            if (_isSent)
                await client.ReleaseAsync(_id);
        }
    }

    /// <summary>The next response; nothing after the last.</summary>
    private async Task<ExecutePlanResponse?> NextAsync(CancellationToken reading, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                reading.ThrowIfCancellationRequested();
                _stream ??= await OpenAsync(reading);
                if (await _stream.ResponseStream.MoveNext(reading))
                {
                    _budget.Renew();
                    var response = _stream.ResponseStream.Current;
                    _lastResponse = response.ResponseId;
                    _isOver = response.ResponseTypeCase == ExecutePlanResponse.ResponseTypeOneofCase.ResultComplete;
                    if (!_isOver)
                        return response;
                    await EndAsync(_stream);
                    return null;
                }

                _budget.Renew();
                Close();
            }
            catch (Exception error) when (cancellation.IsCancellationRequested && error is RpcException or OperationCanceledException)
            {
                throw new OperationCanceledException(cancellation);
            }
            catch (RpcException error)
            {
                if (_stream is not null && Stopwatch.GetElapsedTime(_openedAt) > ReachedAfter)
                    _budget.Renew();
                Close();
                client.Log($"the stream of operation {_id} broke ({error.StatusCode}: {error.Status.Detail.Split('\n')[0]}); it is taken up again");
                await RecoverAsync(new SparkFailure(error, client.Remote), reading, cancellation);
            }
        }
    }

    private async Task<AsyncServerStreamingCall<ExecutePlanResponse>> OpenAsync(CancellationToken reading)
    {
        // The work of a session that the server has ended is gone without a word; its stream would stay silent for ever.
        await client.CheckSessionAsync(reading);
        _openedAt = Stopwatch.GetTimestamp();
        if (_isSent)
            return client.Reattach(_id, _lastResponse, reading);
        _isSent = true;
        return client.Execute(_id, plan, reading);
    }

    /// <summary>The server takes a stream that is left before its end for a broken one, and warns of it.</summary>
    private static async Task EndAsync(AsyncServerStreamingCall<ExecutePlanResponse> stream)
    {
        using var limit = new CancellationTokenSource(EndLimit);
        try
        {
            await stream.ResponseStream.MoveNext(limit.Token);
        }
        catch (RpcException)
        {
            // All responses have come.
        }
    }

    private void Close()
    {
        _stream?.Dispose();
        _stream = null;
    }

    /// <summary>Waits before the next attempt, or says why there is none.</summary>
    private async Task RecoverAsync(SparkFailure failure, CancellationToken reading, CancellationToken cancellation)
    {
        // The plan never arrived: unless the session is another one by now, it can be sent again.
        var isUnsent = failure.IsUnknownOperation && _lastResponse is null;
        if (isUnsent)
            _isSent = false;
        if ((isUnsent || failure.IsRepeatedOperation || failure.IsPassing) && _budget.Next(failure.Delay ?? default) is { } wait)
        {
            try
            {
                await Task.Delay(wait, reading);
            }
            catch (OperationCanceledException)
            {
                throw new OperationCanceledException(cancellation);
            }

            return;
        }

        _isOver = true;
        await CheckSessionAsync(reading);
        throw failure.IsUnknownOperation ? SparkFailure.SessionLost(client.Remote) : await client.ExplainAsync(failure);
    }

    /// <summary>What failed may have run in a new session, which the server made between the last check and the plan.</summary>
    private async Task CheckSessionAsync(CancellationToken reading)
    {
        try
        {
            await client.CheckSessionAsync(reading);
        }
        catch (RpcException)
        {
            // Then the first failure tells more.
        }
    }

    /// <summary>
    /// Stops the work first and the stream then: without its stream the work would go on for minutes. Spark 4.0 makes tasks in another thread
    /// than the one that it interrupts: an interrupt that comes before they exist stops the thread and not them, and there is no second one.
    /// </summary>
    private async Task StopAsync(CancellationTokenSource reading, TimeSpan tasksLimit)
    {
        try
        {
            for (
                var asked = Stopwatch.GetTimestamp();
                client.ReportsProgress && _isSent && !_isOver && !_hasTasks && Stopwatch.GetElapsedTime(asked) < tasksLimit;

            )
                await Task.Delay(InterruptPause, CancellationToken.None);

            // The server may not know yet what was sent a moment ago.
            for (var attempt = 0; attempt < InterruptAttempts && _isSent && !_isOver; attempt++)
            {
                if (await client.InterruptAsync(_id) || _lastResponse is not null)
                    break;
                await Task.Delay(InterruptPause, CancellationToken.None);
            }
        }
        catch (RpcException)
        {
            // A server that cannot be reached has nothing to stop, or gives the work up by itself.
        }
        finally
        {
            await reading.CancelAsync();
        }
    }
}
