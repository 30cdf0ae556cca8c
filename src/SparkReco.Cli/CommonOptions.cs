using System.CommandLine;
using SparkReco.Configuration;
using SparkReco.Runs;
using SparkReco.Storage;

namespace SparkReco.Cli;

/// <summary>The options that commands on a configuration share.</summary>
internal sealed class CommonOptions
{
    private readonly Option<string> _config = new("--config")
    {
        Description = "The configuration file (also SPARKRECO_CONFIG).",
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("SPARKRECO_CONFIG") ?? "sparkreco.json",
        HelpName = "FILE",
    };

    private readonly Option<string?> _runDate = new("--run-date")
    {
        Description = "The day of the run, instead of the file's run_date.",
        HelpName = "YYYY-MM-DD",
    };
    private readonly Option<string?> _runId = new("--run-id")
    {
        Description = "The run's id; the default is the run date. The same id goes on with a run, and does anew only what other settings change.",
        HelpName = "ID",
    };
    private readonly Option<string?> _lake = new("--lake")
    {
        Description = "The folder of all tables, instead of the file's lake.",
        HelpName = "PATH-or-s3://",
    };
    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any setting of the file, such as blend.list_size=50; may be given more than once.",
        HelpName = "SETTING=VALUE",
    };
    private readonly Option<string?> _engine = EngineOption();
    private readonly Argument<string?> _run = new("ID") { Description = "The run's id; the same as --run-id.", Arity = ArgumentArity.ZeroOrOne };
    private readonly bool _takesRun;

    /// <summary>Whether the run's log goes to standard error, too.</summary>
    public static Option<bool> VerboseOption() =>
        new("--verbose")
        {
            Description = "Tells on standard error what the run's log.txt has: stages, retries, connections that were taken up again.",
        };

    /// <param name="command">The command that gets the options.</param>
    /// <param name="takesRun">Whether a run may be named by an argument, too.</param>
    public CommonOptions(Command command, bool takesRun = false)
    {
        _takesRun = takesRun;
        if (takesRun)
            command.Add(_run);
        foreach (var option in new Option[] { _config, _runDate, _runId, _lake, _set, _engine })
            command.Add(option);
    }

    /// <summary>How a command prints its data.</summary>
    public static Option<string> OutputOption()
    {
        var output = new Option<string>("--output")
        {
            Description = "How data is printed: text or json.",
            DefaultValueFactory = _ => "text",
            HelpName = "FORM",
        };
        output.AcceptOnlyFromAmong("text", "json");
        return output;
    }

    public static Option<string?> EngineOption()
    {
        var engine = new Option<string?>("--engine")
        {
            Description = "The engine: duckdb, in this process, or spark, at SPARK_REMOTE.",
            HelpName = "NAME",
        };
        engine.AcceptOnlyFromAmong("duckdb", "spark");
        return engine;
    }

    /// <summary>Whether the command line names the run.</summary>
    public bool NamesRun(ParseResult parsed) => NamedRun(parsed) is not null;

    private string? NamedRun(ParseResult parsed) => parsed.GetValue(_runId) ?? (_takesRun ? parsed.GetValue(_run) : null);

    public async Task<(Settings Settings, RunFolder Folder)> LoadAsync(Composition composition, ParseResult parsed, CancellationToken cancellation)
    {
        var settings = await LoadAsync(composition, parsed.GetValue(_config)!, Overrides(parsed), cancellation);
        return (settings, composition.Folder(settings, RunId(NamedRun(parsed), settings)));
    }

    /// <summary>The settings for what concerns all days of a lake: nobody has to name one.</summary>
    public Task<Settings> LoadAnyDayAsync(Composition composition, ParseResult parsed, CancellationToken cancellation)
    {
        var overrides = Overrides(parsed);
        overrides.TryAdd("run_date", "2000-01-01");
        return LoadAsync(composition, parsed.GetValue(_config)!, overrides, cancellation);
    }

    /// <summary>The settings of a file, the environment and the command line's own.</summary>
    public static Task<Settings> LoadAsync(
        Composition composition,
        string path,
        IReadOnlyDictionary<string, string> options,
        CancellationToken cancellation
    ) => SettingsLoader.LoadAsync(composition.Stores, path, file => new SettingLayers(file, options, environment: true), cancellation);

    private Dictionary<string, string> Overrides(ParseResult parsed)
    {
        Dictionary<string, string> overrides = [];
        foreach (var text in parsed.GetValue(_set) ?? [])
        {
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new ConfigurationException($"--set {text}: write SETTING=VALUE, such as --set blend.list_size=50");
            overrides[text[..equals]] = text[(equals + 1)..];
        }

        if (parsed.GetValue(_runDate) is { } runDate)
            overrides["run_date"] = runDate;
        if (parsed.GetValue(_engine) is { } engine)
            overrides["engine.name"] = engine;
        if (parsed.GetValue(_lake) is { } lake)
            overrides["lake"] =
                lake.Length > 0 ? Location.Of(lake, Location.WorkingFolder).ToString() : throw new ConfigurationException("--lake names no folder");
        return overrides;
    }

    private static string RunId(string? given, Settings settings)
    {
        if (given is null)
            return $"{settings.RunDate:yyyy-MM-dd}";
        var isGood =
            given.Length is > 0 and <= 100
            && given.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.' or ':' or '+')
            && given[0] != '.';
        return isGood
            ? given
            : throw new ConfigurationException($"--run-id '{given}': up to 100 letters, digits and -_.:+, not beginning with a dot");
    }
}
