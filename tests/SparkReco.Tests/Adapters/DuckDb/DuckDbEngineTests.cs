using SparkReco.Adapters.DuckDb;
using SparkReco.Ports;
using SparkReco.Tests.Support;
using Xunit;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbEngineTests : EngineTests
{
    [Fact]
    public async Task A_stream_computes_no_more_than_is_taken()
    {
        // A million million rows.
        await foreach (var batch in Engine.StreamAsync("select range as id from range(1000000000000)", Cancellation))
        {
            batch.Dispose();
            break;
        }
    }

    protected override Task<IEngine> OpenAsync(string scratch) => Task.FromResult<IEngine>(DuckDbEngine.Open(Some.Settings().Engine, scratch));
}
