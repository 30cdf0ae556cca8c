using SparkReco.Cli;
using SparkReco.Configuration;
using SparkReco.Storage;
using SparkReco.Tests.Ingest;

namespace SparkReco.Tests.Support;

/// <summary>Valid arbitrary values.</summary>
public static class Some
{
    /// <summary>The run date of all tests: a Tuesday.</summary>
    public static readonly DateOnly RunDate = new(2026, 9, 1);

    /// <summary>A value that is not there, for tuples, where a bare null has no type.</summary>
    public const object? Nothing = null;

    /// <summary>A configuration file with the required values only.</summary>
    public const string Configuration = """
        {
          "run_date": "2026-09-01",
          "inputs": {
            "users": { "paths": ["users.jsonl"] },
            "items": { "paths": ["items.jsonl"] },
            "events": { "paths": ["events.jsonl"] }
          }
        }
        """;

    /// <summary>The default settings, but for overrides such as <c>blend.list_size=5</c>; the last of one name wins.</summary>
    public static Settings Settings(params string[] overrides)
    {
        using var folder = new TempFolder();
        return Load(
            folder.Write("sparkreco.json", Configuration),
            overrides.Select(text => text.Split('=', 2)).GroupBy(pair => pair[0]).ToDictionary(pairs => pairs.Key, pairs => pairs.Last()[1])
        );
    }

    /// <summary>The settings of a file of this machine.</summary>
    public static Settings Load(string path, IReadOnlyDictionary<string, string> overrides) =>
        SettingsLoader
            .LoadAsync(Stores, path, file => new SettingLayers(file, overrides, environment: false), CancellationToken.None)
            .GetAwaiter()
            .GetResult();

    /// <summary>Stores of this machine alone.</summary>
    public static Stores Stores { get; } = new(new LocalFileStore(TimeProvider.System), new Dictionary<string, Func<IFileStore>>());

    /// <summary>The day so many days before the run date.</summary>
    public static string DaysAgo(int days) => RunDate.AddDays(-days).ToString("yyyy-MM-dd");

    /// <summary>The beginning of the day so many days before the run date, in milliseconds since 1970.</summary>
    public static long MsAgo(int days) => At(DaysAgo(days));

    /// <summary>Milliseconds since 1970 of a time such as <c>2026-08-31T23:59:59.999</c>, UTC.</summary>
    public static long At(string time) => (long)(DateTime.Parse(time) - DateTime.UnixEpoch).TotalMilliseconds;
}
