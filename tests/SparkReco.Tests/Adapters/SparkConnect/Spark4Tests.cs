using SparkReco.Tests.Support;

namespace SparkReco.Tests.Adapters.SparkConnect;

// The same on a real Spark of version 4, which has another protocol for errors, progress and sessions.
public sealed class ReadOn4Tests : ReadTests
{
    protected override Task<SparkServer> ServerAsync() => SparkServer.SharedFour;
}

public sealed class LoadOn4Tests : LoadTests
{
    protected override Task<SparkServer> ServerAsync() => SparkServer.SharedFour;
}

public sealed class StatementErrorOn4Tests : StatementErrorTests
{
    protected override Task<SparkServer> ServerAsync() => SparkServer.SharedFour;
}

public sealed class LongQueryOn4Tests : LongQueryTests
{
    protected override Task<SparkServer> ServerAsync() => SparkServer.SharedFour;
}
