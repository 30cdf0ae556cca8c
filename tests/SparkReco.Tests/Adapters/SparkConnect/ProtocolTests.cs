using Apache.Arrow;
using Apache.Arrow.Ipc;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using SparkReco.Adapters.SparkConnect;
using SparkReco.Adapters.SparkConnect.Protocol;
using SparkReco.Ports;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>The conversation with servers that the Spark at hand is not.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private ScriptedServer _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _server = await ScriptedServer.StartAsync("4.0.1");

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Every_call_carries_the_token_and_the_headers()
    {
        await using (await OpenAsync("/;token=t0ken;x-aws-proxy-auth=pr0xy")) { }

        Assert.Equal(["AnalyzePlan", "Config", "Config", "ReleaseSession"], _server.Calls);
        Assert.All(_server.Headers, headers => Assert.Equal("Bearer t0ken", headers.Authorization));
        Assert.All(_server.Headers, headers => Assert.Equal("pr0xy", headers["x-aws-proxy-auth"]));
    }

    [Fact]
    public async Task A_session_that_the_connection_string_names_is_left_to_others()
    {
        await using (await OpenAsync("/;session_id=01234567-89ab-cdef-0123-456789abcdef")) { }

        Assert.DoesNotContain("ReleaseSession", _server.Calls);
    }

    [Theory]
    [InlineData("3.5.7", "3.5.7 select 1")]
    [InlineData("4.0.1", "4.x select 1")]
    public async Task A_statement_stands_where_the_version_looks_for_it(string version, string expected)
    {
        await using var server = await ScriptedServer.StartAsync(version);
        var seen = "";
        server.On<ExecutePlanRequest>(
            "ExecutePlan",
            request =>
            {
                var command = request.Plan.Command.SqlCommand;
                seen = command.Input is null ? $"3.5.7 {command.Sql}" : $"4.x {command.Input.Sql.Query}{command.Sql}";
                return [Complete()];
            }
        );
        await using var session = await SparkConnectSession.OpenAsync(server.Remote, new Dictionary<string, string>(), Cancellation);

        await session.RunAsync("select 1", Cancellation);

        Assert.Equal(expected, seen);
    }

    [Fact]
    public async Task Progress_between_the_rows_is_no_row()
    {
        // Field 18, an empty ExecutionProgress.
        var progress = ExecutePlanResponse.Parser.ParseFrom([0x92, 0x01, 0x00]);
        Answer(_ => [progress, Batch(0, 1, 2), progress, Batch(2, 3), Complete()]);

        Assert.Equal([1, 2, 3], await ReadAsync());
    }

    [Fact]
    public async Task Rows_that_are_missing_between_batches_are_noticed()
    {
        Answer(_ => [Batch(0, 1, 2), Batch(3, 4), Complete()]);

        Assert.Contains("rows from 2 on are missing", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_batch_with_fewer_rows_than_it_says_is_noticed()
    {
        var batch = Batch(0, 1, 2);
        batch.ArrowBatch.RowCount = 3;
        Answer(_ => [batch, Complete()]);

        Assert.Equal("a batch of Spark holds 2 rows instead of 3", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_batch_that_is_no_Arrow_is_an_error_of_the_engine()
    {
        var batch = Batch(0, 1, 2);
        batch.ArrowBatch.Data = ByteString.CopyFrom(1, 2, 3, 4, 5, 6, 7, 8, 9);
        Answer(_ => [batch, Complete()]);

        Assert.Contains("could not be read", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_broken_stream_is_taken_up_after_the_last_response()
    {
        string? last = null;
        Answer(_ => Broken(Batch(0, 1, 2)));
        _server.On<ReattachExecuteRequest>(
            "ReattachExecute",
            request =>
            {
                last = request.LastResponseId;
                return [Batch(2, 3), Complete()];
            }
        );

        Assert.Equal([1, 2, 3], await ReadAsync());
        Assert.Equal("response-0", last);
        Assert.Equal(1, _server.Calls.Count(call => call == "ExecutePlan"));
    }

    [Fact]
    public async Task A_stream_that_the_server_cuts_is_taken_up_after_the_last_response()
    {
        List<string> last = [];
        Answer(_ => [Batch(0, 1, 2)]);
        _server.On<ReattachExecuteRequest>(
            "ReattachExecute",
            request =>
            {
                last.Add(request.LastResponseId);
                return last.Count < 3 ? [] : [Batch(2, 3), Complete()];
            }
        );

        Assert.Equal([1, 2, 3], await ReadAsync());
        Assert.Equal(["response-0", "response-0", "response-0"], last);
    }

    [Fact]
    public async Task An_operation_is_released_at_its_end()
    {
        List<string> released = [];
        Answer(_ => [.. Enumerable.Range(0, 40).Select(number => Batch(number, number)), Complete()]);
        _server.On<ReleaseExecuteRequest>(
            "ReleaseExecute",
            request =>
            {
                released.Add(request.ReleaseUntil?.ResponseId ?? "all");
                return [new ReleaseExecuteResponse()];
            }
        );

        await ReadAsync();

        Assert.Equal("response-15", released[0]);
        Assert.Equal("all", released[^1]);
    }

    [Fact]
    public async Task A_cancellation_interrupts_the_operation_before_its_stream_ends()
    {
        var interrupted = "";
        using var isInterrupted = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        Answer(request => Hang(request.OperationId));
        _server.On<InterruptRequest>(
            "Interrupt",
            request =>
            {
                interrupted = request.OperationId;
                isInterrupted.Set();
                return [new InterruptResponse { InterruptedIds = { request.OperationId } }];
            }
        );
        var operation = "";
        await using var session = await OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.ReadAsync("select x", row => row.GetInt32(0), stop.Token));

        Assert.Equal(operation, interrupted);

        IEnumerable<IMessage> Hang(string id)
        {
            operation = id;
            yield return Batch(0, 1);
            yield return new ExecutePlanResponse
            {
                ResponseId = "started",
                ExecutionProgress = new() { NumInflightTasks = 1 },
            };
            stop.CancelAfter(10);
            isInterrupted.Wait(Cancellation);
            throw ScriptedServer.Error(StatusCode.Internal, "[OPERATION_CANCELED] x");
        }
    }

    /// <summary>Spark 4.0 makes tasks in a thread of their own, which the interrupt of the operation does not reach.</summary>
    [Fact]
    public async Task A_cancellation_waits_for_the_tasks_that_it_is_to_stop()
    {
        using var isInterrupted = new ManualResetEventSlim();
        using var stop = new CancellationTokenSource();
        var (hasTasks, hadTasks) = (false, false);
        Answer(_ => Plan());
        _server.On<InterruptRequest>(
            "Interrupt",
            request =>
            {
                hadTasks = hasTasks;
                isInterrupted.Set();
                return [new InterruptResponse { InterruptedIds = { request.OperationId } }];
            }
        );
        await using var session = await OpenAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => session.ReadAsync("select x", row => row.GetInt32(0), stop.Token));

        Assert.True(hadTasks);

        IEnumerable<IMessage> Plan()
        {
            stop.Cancel();
            yield return new ExecutePlanResponse { ResponseId = "planned", ExecutionProgress = new() };
            hasTasks = true;
            yield return new ExecutePlanResponse
            {
                ResponseId = "started",
                ExecutionProgress = new() { NumInflightTasks = 2 },
            };
            isInterrupted.Wait(Cancellation);
            throw ScriptedServer.Error(StatusCode.Internal, "[OPERATION_CANCELED] x");
        }
    }

    [Fact]
    public async Task A_failure_without_a_word_points_to_the_log()
    {
        Answer(_ => throw ScriptedServer.Error(StatusCode.Unknown, ""));

        Assert.Contains("its log may tell one", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_plan_that_never_arrived_is_sent_again_as_the_same_operation()
    {
        HashSet<string> operations = [];
        Answer(request => operations.Add(request.OperationId) ? Broken() : [Batch(0, 1), Complete()]);
        _server.On<ReattachExecuteRequest>(
            "ReattachExecute",
            _ => throw ScriptedServer.Error(StatusCode.Internal, "[INVALID_HANDLE.OPERATION_NOT_FOUND] x")
        );

        Assert.Equal([1], await ReadAsync());
        Assert.Single(operations);
    }

    [Fact]
    public async Task A_plan_that_had_arrived_is_taken_up()
    {
        var isFirst = true;
        Answer(_ =>
        {
            if (!isFirst)
                throw ScriptedServer.Error(StatusCode.Internal, "[INVALID_HANDLE.OPERATION_ALREADY_EXISTS] x");
            isFirst = false;
            return Broken();
        });
        var reattached = 0;
        _server.On<ReattachExecuteRequest>(
            "ReattachExecute",
            _ =>
                reattached++ == 0
                    ? throw ScriptedServer.Error(StatusCode.Internal, "[INVALID_HANDLE.OPERATION_NOT_FOUND] x")
                    : [Batch(0, 1), Complete()]
        );

        Assert.Equal([1], await ReadAsync());
    }

    [Theory]
    [InlineData("INVALID_HANDLE.SESSION_NOT_FOUND")]
    [InlineData("INVALID_HANDLE.SESSION_CLOSED")]
    [InlineData("INVALID_HANDLE.SESSION_CHANGED")]
    [InlineData("INVALID_HANDLE.OPERATION_NOT_FOUND")]
    public async Task A_session_that_is_gone_is_not_made_again(string name)
    {
        Answer(_ => Broken(Batch(0, 1)));
        _server.On<ReattachExecuteRequest>(
            "ReattachExecute",
            _ => throw ScriptedServer.Error(StatusCode.Internal, $"org.apache.spark.SparkSQLException: [{name}] x")
        );

        Assert.StartsWith($"the session on the Spark server at {_server.Remote} is gone", (await FailAsync()).Message);
        Assert.Equal(1, _server.Calls.Count(call => call == "ExecutePlan"));
    }

    /// <summary>3.5 runs a plan for a session that it has ended in a new one.</summary>
    [Fact]
    public async Task A_failure_in_another_session_is_told_as_the_loss_of_the_session()
    {
        Answer(_ =>
        {
            _server.Configuration.Clear();
            throw ScriptedServer.Error(StatusCode.Internal, "[TABLE_OR_VIEW_NOT_FOUND] x");
        });

        Assert.StartsWith($"the session on the Spark server at {_server.Remote} is gone", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_driver_that_has_stopped_is_told_in_a_sentence_with_the_way_to_go_on()
    {
        Answer(_ =>
            throw ScriptedServer.Error(
                StatusCode.Internal,
                """
                Cannot call methods on a stopped SparkContext.
                This stopped SparkContext was created at:

                org.apache.spark.api.java.JavaSparkContext.<init>(JavaSparkContext.scala:58)
                py4j.ClientServerConnection.run(ClientServerConnection.java:106)
                """
            )
        );

        var error = await FailAsync();

        Assert.StartsWith("the driver of Spark has stopped", error.Message);
        Assert.EndsWith("The same command goes on where it was", error.Message);
        Assert.True(error.IsTransient);
    }

    [Fact]
    public async Task A_setting_that_is_so_already_is_not_set()
    {
        _server.Configuration["b"] = "2";

        await using (await SparkConnectSession.OpenAsync(_server.Remote, new Dictionary<string, string> { ["a"] = "1", ["b"] = "2" }, Cancellation))
        { }

        Assert.Contains("a", _server.SetKeys);
        Assert.DoesNotContain("b", _server.SetKeys);
    }

    [Fact]
    public async Task The_server_learns_which_of_its_sessions_the_plan_is_for()
    {
        var observed = "";
        Answer(request =>
        {
            observed = request.ClientObservedServerSideSessionId;
            return [Batch(0, 1), Complete()];
        });

        await ReadAsync();

        Assert.Equal("server-1", observed);
    }

    [Fact]
    public async Task A_server_that_asks_for_patience_gets_it()
    {
        var isFirst = true;
        Answer(_ =>
            throw ScriptedServer.Error(
                StatusCode.Internal,
                "busy",
                new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(10)) }
            )
        );
        _server.On<ReattachExecuteRequest>(
            "ReattachExecute",
            _ =>
            {
                if (!isFirst)
                    return [Batch(0, 1), Complete()];
                isFirst = false;
                throw ScriptedServer.Error(
                    StatusCode.Internal,
                    "busy",
                    new RetryInfo { RetryDelay = Duration.FromTimeSpan(TimeSpan.FromMilliseconds(10)) }
                );
            }
        );

        Assert.Equal([1], await ReadAsync());
    }

    [Fact]
    public async Task An_error_of_4_0_has_its_class_its_state_and_its_whole_text()
    {
        Answer(_ =>
            throw ScriptedServer.Error(
                StatusCode.Internal,
                "[DIVIDE_BY_ZERO] Divi",
                Details("errorId", "e1", "errorClass", "DIVIDE_BY_ZERO", "sqlState", "22012")
            )
        );
        _server.On<FetchErrorDetailsRequest>(
            "FetchErrorDetails",
            request =>
                [
                    new FetchErrorDetailsResponse
                    {
                        RootErrorIdx = 0,
                        Errors =
                        {
                            new FetchErrorDetailsResponse.Types.Error
                            {
                                Message = $"[DIVIDE_BY_ZERO] Division of {request.ErrorId} by zero.\n== SQL (line 2, position 3) ==",
                            },
                        },
                    },
                ]
        );

        var error = await FailAsync();

        Assert.Equal("[DIVIDE_BY_ZERO] Division of e1 by zero.\n== SQL (line 2, position 3) == (SQLSTATE 22012)", error.Message);
        Assert.Equal((2, "DIVIDE_BY_ZERO", "22012", false), (error.Line, error.ErrorClass, error.SqlState, error.IsTransient));
    }

    [Fact]
    public async Task Of_the_causes_of_an_error_of_4_0_the_last_with_a_class_is_told()
    {
        Answer(_ =>
            throw ScriptedServer.Error(
                StatusCode.Internal,
                "[TASK_WRITE_FAILED] Task failed.",
                Details("errorId", "e1", "errorClass", "TASK_WRITE_FAILED", "sqlState", "58030")
            )
        );
        _server.On<FetchErrorDetailsRequest>(
            "FetchErrorDetails",
            _ =>
                [
                    new FetchErrorDetailsResponse
                    {
                        RootErrorIdx = 0,
                        Errors =
                        {
                            new FetchErrorDetailsResponse.Types.Error
                            {
                                Message = "[TASK_WRITE_FAILED] Task failed.",
                                CauseIdx = 1,
                                SparkThrowable = new() { ErrorClass = "TASK_WRITE_FAILED", SqlState = "58030" },
                            },
                            new FetchErrorDetailsResponse.Types.Error
                            {
                                Message = "[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012",
                                CauseIdx = 2,
                                SparkThrowable = new() { ErrorClass = "DIVIDE_BY_ZERO", SqlState = "22012" },
                            },
                            new FetchErrorDetailsResponse.Types.Error { Message = "no more words" },
                        },
                    },
                ]
        );

        var error = await FailAsync();

        Assert.Equal(
            ("[DIVIDE_BY_ZERO] Division by zero. SQLSTATE: 22012", "DIVIDE_BY_ZERO", "22012"),
            (error.Message, error.ErrorClass, error.SqlState)
        );
    }

    [Fact]
    public async Task An_error_whose_text_cannot_be_fetched_has_the_text_that_came()
    {
        Answer(_ => throw ScriptedServer.Error(StatusCode.Internal, "Division by zero.", Details("errorId", "e1", "errorClass", "DIVIDE_BY_ZERO")));

        Assert.Equal("[DIVIDE_BY_ZERO] Division by zero.", (await FailAsync()).Message);
    }

    [Fact]
    public async Task A_wrong_token_is_named()
    {
        _server.On<AnalyzePlanRequest>("AnalyzePlan", _ => throw ScriptedServer.Error(StatusCode.Unauthenticated, "Invalid token"));

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync("/;token=t0ken"));

        Assert.StartsWith($"{_server.Remote} refuses the credentials (Invalid token): ", error.Message);
        Assert.DoesNotContain("t0ken", error.Message);
    }

    [Fact]
    public async Task Another_kind_of_gRPC_server_is_named()
    {
        _server.On<AnalyzePlanRequest>("AnalyzePlan", _ => throw new RpcException(new(StatusCode.Unimplemented, "")));

        var error = await Assert.ThrowsAsync<EngineException>(() => OpenAsync());

        Assert.StartsWith($"{_server.Remote} is not a Spark Connect server", error.Message);
    }

    private static ErrorInfo Details(params string[] pairs)
    {
        var info = new ErrorInfo { Reason = "org.apache.spark.SparkArithmeticException", Domain = "org.apache.spark" };
        foreach (var pair in pairs.Chunk(2))
            info.Metadata.Add(pair[0], pair[1]);
        return info;
    }

    private static IEnumerable<IMessage> Broken(params IMessage[] messages)
    {
        foreach (var message in messages)
            yield return message;
        throw ScriptedServer.Error(StatusCode.Unavailable, "the connection broke");
    }

    private static ExecutePlanResponse Complete() => new() { ResponseId = "complete", ResultComplete = new() };

    private static ExecutePlanResponse Batch(int start, params int[] values)
    {
        using var batch = new RecordBatch.Builder().Append("x", nullable: false, new Int32Array.Builder().AppendRange(values).Build()).Build();
        using var stream = new MemoryStream();
        using (var writer = new ArrowStreamWriter(stream, batch.Schema, leaveOpen: true))
        {
            writer.WriteRecordBatch(batch);
            writer.WriteEnd();
        }

        return new()
        {
            ResponseId = $"response-{start}",
            ArrowBatch = new()
            {
                RowCount = values.Length,
                StartOffset = start,
                Data = ByteString.CopyFrom(stream.ToArray()),
            },
        };
    }

    private void Answer(Func<ExecutePlanRequest, IEnumerable<IMessage>> answer) => _server.On("ExecutePlan", answer);

    private Task<SparkConnectSession> OpenAsync(string options = "") =>
        SparkConnectSession.OpenAsync($"{_server.Remote}{options}", new Dictionary<string, string>(), Cancellation);

    private async Task<IReadOnlyList<int>> ReadAsync()
    {
        await using var session = await OpenAsync();
        return await session.ReadAsync("select x", row => row.GetInt32(0), Cancellation);
    }

    private Task<EngineException> FailAsync() => Assert.ThrowsAsync<EngineException>(ReadAsync);
}
