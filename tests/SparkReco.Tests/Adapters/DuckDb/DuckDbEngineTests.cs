using SparkReco.Adapters.DuckDb;
using SparkReco.Ports;
using SparkReco.Tests.Support;

namespace SparkReco.Tests.Adapters.DuckDb;

public sealed class DuckDbEngineTests : EngineTests
{
    protected override Task<IEngine> OpenAsync(string scratch) => Task.FromResult<IEngine>(DuckDbEngine.Open(Some.Settings().Engine, scratch, Some.Stores));
}
