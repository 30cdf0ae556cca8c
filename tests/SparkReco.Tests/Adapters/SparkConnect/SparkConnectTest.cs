using SparkReco.Adapters.SparkConnect;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.SparkConnect;

/// <summary>What tests on a real Spark share: a session of their own on the shared server. They run one after the other.</summary>
[Collection("Spark")]
public abstract class SparkConnectTest : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly CancellationTokenSource _limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);

    private protected SparkConnectTest() => _limit.CancelAfter(Limit);

    internal SparkConnectSession Session { get; private set; } = null!;

    /// <summary>What ends a test that would wait for ever.</summary>
    protected CancellationToken Cancellation => _limit.Token;

    protected virtual Task<SparkServer> ServerAsync() => SparkServer.Shared;

    public async ValueTask InitializeAsync() => Session = await OpenAsync(await ServerAsync());

    public async ValueTask DisposeAsync()
    {
        if (Session is not null)
            await Session.DisposeAsync();
        _limit.Dispose();
        GC.SuppressFinalize(this);
    }

    internal Task<SparkConnectSession> OpenAsync(SparkServer server) =>
        SparkConnectSession.OpenAsync(server.Remote, new Dictionary<string, string>(), Cancellation);

    internal Task<EngineException> FailAsync(string sql) =>
        Assert.ThrowsAsync<EngineException>(() => Session.ReadAsync(sql, row => row.GetValue(0), Cancellation));

    /// <summary>All values of all rows; null where there is none.</summary>
    internal async Task<object?[][]> RowsAsync(string sql) =>
        [
            .. await Session.ReadAsync(
                sql,
                row => Enumerable.Range(0, row.FieldCount).Select(index => row.IsDBNull(index) ? null : row.GetValue(index)).ToArray(),
                Cancellation
            ),
        ];
}
