using System.Data;
using Microsoft.Spark;
using Microsoft.Spark.Sql;
using Microsoft.Spark.Sql.Types;
using SparkReco.Adapters.Spark;
using SparkReco.Models;
using SparkReco.Ports;
using Column = SparkReco.Models.Column;

namespace SparkReco.MicrosoftSpark;

/// <summary>The session of the driver that started this program: its runner listens at a port of this machine for calls of Spark's own methods.</summary>
public sealed class MicrosoftSparkSession : ISparkSession
{
    private const int CallsPerCleanUp = 16;

    private static readonly TimeSpan CancelInterval = TimeSpan.FromMilliseconds(200);

    private readonly SparkThread _thread;
    private readonly SparkSession _session;
    private int _calls;

    private MicrosoftSparkSession(SparkThread thread, SparkSession session)
    {
        _thread = thread;
        _session = session;
        Version = session.Version();
    }

    /// <summary>Whether such a driver has started this program.</summary>
    public static bool IsAtHand => Environment.GetEnvironmentVariable("DOTNETBACKEND_PORT") is { Length: > 0 };

    public string Version { get; }

    /// <summary>Starts Spark in the driver, with the configuration.</summary>
    /// <exception cref="EngineException">Spark does not start.</exception>
    public static async Task<ISparkSession> OpenAsync(IReadOnlyDictionary<string, string> configuration, CancellationToken cancellation)
    {
        // The library prints each failed call with its Java stack; standard output is for data, and the exception says the same.
        Console.SetOut(TextWriter.Null);
        var thread = new SparkThread();
        try
        {
            return await thread.RunAsync(() => Call(() => new MicrosoftSparkSession(thread, Start(configuration)))).WaitAsync(cancellation);
        }
        catch
        {
            thread.Dispose();
            throw;
        }
    }

    public Task RunAsync(string sql, CancellationToken cancellation) => RunAsync(() => Call(() => _session.Sql(sql)), cancellation);

    public Task<IReadOnlyList<T>> ReadAsync<T>(string sql, Func<IDataRecord, T> map, CancellationToken cancellation) =>
        RunAsync(() => Read(Call(() => _session.Sql(sql)), map), cancellation);

    public Task LoadAsync(string view, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows, CancellationToken cancellation) =>
        RunAsync(() => Call(() => Load(view, columns, rows)), cancellation);

    public async ValueTask DisposeAsync()
    {
        using (_thread)
        {
            try
            {
                await _thread.RunAsync(() =>
                    Call(() =>
                    {
                        _session.Stop();
                        return true;
                    })
                );
            }
            catch (EngineException)
            {
                // The driver is gone, and the session with it.
            }
        }
    }

    private static SparkSession Start(IReadOnlyDictionary<string, string> configuration)
    {
        var session = configuration.Aggregate(SparkSession.Builder(), (builder, setting) => builder.Config(setting.Key, setting.Value)).GetOrCreate();

        // The only use of the group is that executors interrupt what is cancelled, such as a wait for a reader.
        session.SparkContext.SetJobGroup("sparkreco", "SparkReco", interruptOnCancel: true);
        return session;
    }

    private static IReadOnlyList<T> Read<T>(DataFrame frame, Func<IDataRecord, T> map)
    {
        List<T> result = [];
        using var rows = Call(() => frame.Collect().GetEnumerator());
        for (RowRecord? record = null; Call(rows.MoveNext); )
        {
            record ??= new RowRecord(rows.Current.Schema);
            record.Row = rows.Current;
            result.Add(map(record));
        }

        return result;
    }

    private bool Load(string view, IReadOnlyList<Column> columns, IReadOnlyList<object?[]> rows)
    {
        var schema = new StructType(columns.Select(column => new StructField(column.Name, TypeOf(column.Type))));
        var values = rows.Select(row => new GenericRow([.. row.Zip(columns, (value, column) => ValueOf(column.Type, value)!)]));
        _session.CreateDataFrame(values, schema).CreateOrReplaceTempView(SparkText.Identifier(view));
        return true;
    }

    private static DataType TypeOf(ColumnType type) =>
        type switch
        {
            ColumnType.String => new StringType(),
            ColumnType.Int => new IntegerType(),
            ColumnType.BigInt => new LongType(),
            ColumnType.Double => new DoubleType(),
            ColumnType.Boolean => new BooleanType(),
            ColumnType.Date => new DateType(),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    /// <summary>The value as Spark wants it in a column of the type; it converts nothing itself.</summary>
    private static object? ValueOf(ColumnType type, object? value) =>
        type switch
        {
            _ when value is null => null,
            ColumnType.Int => Convert.ToInt32(value),
            ColumnType.BigInt => Convert.ToInt64(value),
            ColumnType.Double => Convert.ToDouble(value),
            ColumnType.Date => new Date(((DateOnly)value).ToDateTime(TimeOnly.MinValue)),
            _ => value,
        };

    /// <summary>A call of the library. Whatever goes wrong in the driver comes as a bare exception, with Java's text in the one inside.</summary>
    private static T Call<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception error) when (error is not EngineException)
        {
            var message = SparkMessage.Parse((error.InnerException as JvmException ?? error).Message);
            throw new EngineException(message.Text, error)
            {
                Line = message.Line,
                ErrorClass = message.ErrorClass,
                SqlState = message.SqlState,
            };
        }
    }

    private async Task<T> RunAsync<T>(Func<T> call, CancellationToken cancellation)
    {
        var running = _thread.RunAsync(() =>
        {
            cancellation.ThrowIfCancellationRequested();
            CleanUp();
            try
            {
                return call();
            }
            catch (EngineException error) when (IsStopped())
            {
                throw new EngineException(
                    "the driver of Spark, which started this program, has stopped; its log may tell why. The same command goes on where it was",
                    error
                )
                {
                    IsTransient = true,
                };
            }
        });
        try
        {
            return await running.WaitAsync(cancellation);
        }
        catch (Exception error) when (cancellation.IsCancellationRequested && error is OperationCanceledException or EngineException)
        {
            await CancelAsync(running);
            throw new OperationCanceledException(error.Message, error, cancellation);
        }
    }

    /// <summary>Whether Spark is being stopped, or gone: then it fails with whatever was lost first.</summary>
    private bool IsStopped()
    {
        try
        {
            return (bool)_session.SparkContext.Reference.Invoke("isStopped");
        }
        catch (Exception)
        {
            return true;
        }
    }

    /// <summary>Cancels jobs, and again those that the statement may start between two of them, until it has failed or is done.</summary>
    private async Task CancelAsync(Task running)
    {
        while (!running.IsCompleted)
        {
            try
            {
                _session.SparkContext.Reference.Invoke("cancelAllJobs");
            }
            catch (Exception)
            {
                // Where the driver is gone, the statement ends by itself.
            }

            await Task.WhenAny(running, Task.Delay(CancelInterval));
        }
    }

    /// <summary>The driver keeps every object that it gave away until the collector finds that nobody here holds it any more.</summary>
    private void CleanUp()
    {
        if (++_calls % CallsPerCleanUp == 0)
            GC.Collect();
    }
}
