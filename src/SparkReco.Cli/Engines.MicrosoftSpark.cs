using SparkReco.Adapters.Spark;
using SparkReco.MicrosoftSpark;

namespace SparkReco.Cli;

internal static partial class Engines
{
    static partial void OpenBesideDriver(ref Task<ISparkSession>? session, CancellationToken cancellation)
    {
        if (MicrosoftSparkSession.IsAtHand)
            session = MicrosoftSparkSession.OpenAsync(SparkEngine.Configuration, cancellation);
    }
}
