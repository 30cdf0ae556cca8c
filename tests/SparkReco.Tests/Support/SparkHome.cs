using Xunit;

namespace SparkReco.Tests.Support;

/// <summary>A real Spark for tests. Where it is missing they are skipped, but with CI in the environment they fail.</summary>
internal static class SparkHome
{
    public static string Require()
    {
        var home = Environment.GetEnvironmentVariable("SPARK_HOME") ?? Path.Combine(Golden.Root, "..", "shared", "spark");
        if (!File.Exists(Path.Combine(home, "bin", "spark-submit")))
        {
            Missing.Skip("there is no Spark: SPARK_HOME is not set");
        }

        if (!HasJava())
        {
            Missing.Skip("there is no Java for Spark");
        }

        return Path.GetFullPath(home);
    }

    private static bool HasJava() =>
        Environment.GetEnvironmentVariable("JAVA_HOME") is not null
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "java")));
}
