using Microsoft.Extensions.Configuration;
using SparkReco.Configuration;

namespace SparkReco.Cli;

/// <summary>The layers of a configuration: its file, the environment's <c>SPARKRECO_BLEND__LIST_SIZE</c> and so on, and the command line.</summary>
internal sealed class SettingLayers : ISettingLayers
{
    private const string Prefix = "SPARKRECO_";

    private readonly IConfigurationRoot _all;

    /// <param name="file">The bytes of the file.</param>
    /// <param name="options">Settings of the command line by dotted path.</param>
    /// <param name="environment">Whether the environment is looked at.</param>
    public SettingLayers(byte[] file, IReadOnlyDictionary<string, string> options, bool environment)
    {
        try
        {
            _all = Over(new ConfigurationBuilder().AddJsonStream(new MemoryStream(file)), options, environment).Build();
        }
        catch (FormatException error)
        {
            throw new ConfigurationException($"the configuration: {error.Message}: names of settings are written in lower case, each once", error);
        }

        Outside =
        [
            .. Over(new ConfigurationBuilder(), options, environment)
                .Build()
                .AsEnumerable()
                .Where(entry => entry.Value is not null)
                .Select(entry => entry.Key.Replace(ConfigurationPath.KeyDelimiter, ".", StringComparison.Ordinal).ToLowerInvariant())
                .Where(path => path != "config"),
        ];
    }

    public IReadOnlyCollection<string> Outside { get; }

    public string? Find(string path) => _all[Key(path)];

    public IReadOnlyList<string>? FindList(string path)
    {
        if (Find(path) is { } text)
            return Outside.Contains(path) ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text];
        var items = _all.GetSection(Key(path))
            .GetChildren()
            .OrderBy(item => int.TryParse(item.Key, out var index) ? index : 0)
            .Select(item => item.Value ?? "")
            .ToArray();
        return items.Length > 0 ? items : null;
    }

    /// <summary>Where Spark is may also stand in the variable that its own programs read.</summary>
    private static IConfigurationBuilder Over(IConfigurationBuilder builder, IReadOnlyDictionary<string, string> options, bool environment)
    {
        if (environment)
            builder.AddEnvironmentVariables(Prefix);
        if (environment && Environment.GetEnvironmentVariable("SPARK_REMOTE") is { Length: > 0 } remote)
            builder.AddInMemoryCollection([new(Key("engine.spark.remote"), remote)]);
        return builder.AddCommandLine([.. options.Select(option => $"--{Key(option.Key)}={option.Value}")]);
    }

    private static string Key(string path) => path.Replace(".", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
}
